"""Frame and style sheet of the page: nothing comes from a network; it prints on A4."""

from __future__ import annotations

STYLE = """
body{font:15px/1.45 system-ui,'Noto Sans',sans-serif;color:#1c2430;background:#fff;max-width:64rem;margin:0 auto;
padding:1.5rem}
h1{font-size:2rem;margin:.1rem 0 .4rem}h2{font-size:1.2rem;margin:2.2rem 0 .6rem;border-bottom:2px solid #1f4e79}
h3{font-size:1rem;margin:1rem 0 .3rem}
.kicker,small,figcaption,footer,caption{color:#47566b}.kicker{margin:0}
table{border-collapse:collapse;width:100%;font-size:.88rem;margin:.4rem 0 1rem}caption{text-align:left;padding:.2rem 0}
th{text-align:left}thead th{background:#e8edf4}tbody th{font-weight:400}
th,td{padding:.32rem .5rem;border-bottom:1px solid #d5dce6;vertical-align:top}
.w{overflow-wrap:anywhere}
td.n,th.n{text-align:right}td.n{white-space:nowrap}.xy{white-space:nowrap}
.verdict{border:2px solid;border-left-width:.8rem;border-radius:.3rem;padding:.4rem 1rem .6rem;margin:1rem 0}
.verdict.ok{border-color:#1c6b3a}.verdict.warning{border-color:#8a5200}.verdict.error{border-color:#b3261e}
.verdict ul{margin:.3rem 0 .3rem 1.2rem;padding:0}.figures{display:flex;flex-wrap:wrap;gap:.4rem 1.6rem;margin:.5rem 0}
.figures b{font-size:1.5rem}
.ok{color:#1c6b3a}.error{color:#b3261e}.warning{color:#8a5200}.info{color:#1f5c99}.excused{color:#5d6b7a}
.verdict p,.verdict li{color:#1c2430}
.missing{background:#f3f5f8;border:1px dashed #6c7a8d;padding:.4rem 1rem;margin:.8rem 0}
.criteria{display:flex;flex-wrap:wrap;gap:1rem;align-items:center}.radar{max-width:34rem;margin:0 auto}
svg{max-width:100%}svg text{font-size:12px;fill:#1c2430}svg .value{font-weight:700}
.ring{fill:none;stroke:#c3ccd8}.spoke{stroke:#9aa6b5}.unknown{stroke-dasharray:3 4}
.area{fill:#1f4e79;fill-opacity:.18;stroke:#1f4e79;stroke-width:2}.side{fill:none;stroke:#1f4e79;stroke-width:2}
.dot{fill:#1f4e79}.bar{width:7.5rem;height:.65rem}.full{fill:#e3e8ef}.part{fill:#1f4e79}.defs{position:absolute}
.hatched{stroke:#8b97a8}
figure{margin:0 0 1rem}figcaption{font-size:.85rem}
.map{max-height:35rem;background:#f7f9fc;border:1px solid #d5dce6}.emprises path{fill:#e3eaf3;stroke:#5f7391}
.scale rect{fill:#1c2430}
.badge{display:inline-block;padding:.2rem .6rem;border-radius:.4rem;color:#fff}
.badge.error{background:#b3261e}.badge.warning{background:#8a5200}.badge.info{background:#1f5c99}
footer{margin-top:2rem;font-size:.85rem}
@page{size:A4;margin:14mm}
@media print{html{font-size:10px}body{max-width:none;padding:0;font-size:1rem}h2{break-after:avoid}
th,td{padding:.2rem .35rem}
tr,figure,.verdict,.missing,.criteria{break-inside:avoid}thead{display:table-header-group}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.map{max-height:16cm}}
"""

PAGE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
