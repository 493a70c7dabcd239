"use strict";
// Map of the landing page: pictures of the portal's own WMS, moved and zoomed; nothing comes from elsewhere.

const SETTLE_MS = 180; // a new picture is asked for once the hand rests
const CLICK_PX = 4;
const SCALE_BAR_PX = 110;

function service(kind) {
  return new URL(kind, document.baseURI).href;
}

for (const code of document.querySelectorAll("[data-service]")) {
  if (!/^https?:/.test(code.textContent)) code.textContent = service(code.dataset.service);
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const code = document.querySelector(`[data-service=${button.dataset.copy}]`);
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copié";
    } catch {
      getSelection().selectAllChildren(code);
    }
  });
}

class PlanMap {
  constructor(element) {
    this.element = element;
    this.image = element.querySelector("img");
    this.scale = element.querySelector(".map-scale");
    this.boxes = [...document.querySelectorAll("[data-layer]")];
    this.details = document.getElementById("objet");
    this.extent = element.dataset.extent.split(",").map(Number);
    this.shown = null; // view of the picture on screen
    element.classList.add("live");
    this.home();
    this.listen();
  }

  get size() {
    return [this.element.clientWidth, this.element.clientHeight];
  }

  home() {
    const [minx, miny, maxx, maxy] = this.extent;
    const [width, height] = this.size;
    const resolution = 1.05 * Math.max((maxx - minx) / width, (maxy - miny) / height, 0.01);
    this.view = { x: (minx + maxx) / 2, y: (miny + maxy) / 2, resolution };
    this.load();
  }

  bbox(view = this.view) {
    const [width, height] = this.size.map((pixels) => (pixels * view.resolution) / 2);
    return [view.x - width, view.y - height, view.x + width, view.y + height];
  }

  parameters(request) {
    const layers = this.boxes.filter((box) => box.checked).map((box) => box.dataset.layer).reverse();
    const [width, height] = this.size;
    return new URLSearchParams({
      SERVICE: "WMS", VERSION: "1.1.1", REQUEST: request, LAYERS: layers, STYLES: "", SRS: this.element.dataset.crs,
      BBOX: this.bbox(), WIDTH: width, HEIGHT: height, FORMAT: "image/png", TRANSPARENT: "TRUE",
    });
  }

  async load() {
    const view = { ...this.view };
    const parameters = this.parameters("GetMap");
    this.draw();
    if (!parameters.get("LAYERS")) {
      this.image.hidden = true;
      return;
    }
    const picture = new Image();
    picture.src = `${service("wms")}?${parameters}`;
    try {
      await picture.decode();
    } catch {
      return;
    }
    if (view.x !== this.view.x || view.y !== this.view.y || view.resolution !== this.view.resolution) return;
    this.image.src = picture.src;
    this.image.hidden = false;
    this.shown = view;
    this.draw();
  }

  later() {
    this.draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), SETTLE_MS);
  }

  draw() {
    if (this.shown) {
      const [width, height] = this.size;
      const zoom = this.shown.resolution / this.view.resolution;
      const left = (this.shown.x - this.view.x) / this.view.resolution + (width / 2) * (1 - zoom);
      const top = (this.view.y - this.shown.y) / this.view.resolution + (height / 2) * (1 - zoom);
      this.image.style.transform = `translate(${left}px, ${top}px) scale(${zoom})`;
    }
    const metres = this.view.resolution * SCALE_BAR_PX;
    const power = 10 ** Math.floor(Math.log10(metres));
    const round = [5, 2, 1].find((step) => step * power <= metres) * power;
    this.scale.textContent = round >= 1000 ? `${round / 1000} km` : `${round.toLocaleString("fr")} m`;
    this.scale.style.width = `${round / this.view.resolution}px`;
  }

  pan(dx, dy) {
    this.view.x -= dx * this.view.resolution;
    this.view.y += dy * this.view.resolution;
    this.later();
  }

  zoom(factor, px = this.size[0] / 2, py = this.size[1] / 2) {
    const dx = px - this.size[0] / 2;
    const dy = this.size[1] / 2 - py;
    this.view.x += dx * this.view.resolution * (1 - factor);
    this.view.y += dy * this.view.resolution * (1 - factor);
    this.view.resolution *= factor;
    this.later();
  }

  async identify(px, py) {
    const parameters = this.parameters("GetFeatureInfo");
    parameters.set("QUERY_LAYERS", parameters.get("LAYERS"));
    for (const [name, value] of Object.entries({
      INFO_FORMAT: "application/json", FEATURE_COUNT: 5, X: Math.round(px), Y: Math.round(py),
      FI_POINT_TOLERANCE: 8, FI_LINE_TOLERANCE: 6, FI_POLYGON_TOLERANCE: 2,
    })) parameters.set(name, value);
    const answer = await fetch(`${service("wms")}?${parameters}`);
    this.tell(answer.ok ? (await answer.json()).features : []);
  }

  tell(features) {
    this.details.replaceChildren();
    for (const feature of features) {
      const name = String(feature.id).split(".")[0];
      const box = this.boxes.find((one) => one.dataset.layer === name);
      const heading = document.createElement("h3");
      heading.textContent = box ? box.dataset.title : name;
      const list = document.createElement("p");
      list.textContent = Object.entries(feature.properties ?? {})
        .filter(([key, value]) => key !== "fid" && value !== null && value !== "")
        .map(([key, value]) => `${key} : ${value}`).join(" · ");
      this.details.append(heading, list);
    }
    if (!features.length) this.details.textContent = "Aucun objet à cet endroit.";
  }

  listen() {
    const map = this.element;
    const place = (event) => {
      const frame = map.getBoundingClientRect();
      return [event.clientX - frame.left - map.clientLeft, event.clientY - frame.top - map.clientTop];
    };
    let last = null;
    let moved = 0;
    map.addEventListener("pointerdown", (event) => {
      if (event.target.closest("button")) return;
      map.setPointerCapture(event.pointerId);
      map.classList.add("drag");
      last = place(event);
      moved = 0;
    });
    map.addEventListener("pointermove", (event) => {
      if (!last) return;
      const here = place(event);
      moved += Math.hypot(here[0] - last[0], here[1] - last[1]);
      this.pan(here[0] - last[0], here[1] - last[1]);
      last = here;
    });
    map.addEventListener("pointerup", (event) => {
      if (last && moved < CLICK_PX) this.identify(...place(event));
      last = null;
      map.classList.remove("drag");
    });
    map.addEventListener("dragstart", (event) => event.preventDefault());
    map.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8, ...place(event));
    }, { passive: false });
    map.addEventListener("keydown", (event) => {
      const step = 80;
      const moves = {
        ArrowLeft: () => this.pan(step, 0), ArrowRight: () => this.pan(-step, 0),
        ArrowUp: () => this.pan(0, step), ArrowDown: () => this.pan(0, -step),
        "+": () => this.zoom(0.5), "-": () => this.zoom(2), 0: () => this.home(),
      };
      if (event.target !== map || !moves[event.key]) return;
      event.preventDefault();
      moves[event.key]();
    });
    for (const button of map.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.zoom(Number(button.dataset.zoom)));
    }
    map.querySelector("[data-home]").addEventListener("click", () => this.home());
    for (const box of this.boxes) box.addEventListener("change", () => this.load());
    addEventListener("resize", () => this.later());
  }
}

for (const legend of document.querySelectorAll(".layers img")) {
  legend.addEventListener("error", () => legend.classList.add("broken"));
}
const plan = document.getElementById("carte");
if (plan && plan.dataset.extent) new PlanMap(plan);
