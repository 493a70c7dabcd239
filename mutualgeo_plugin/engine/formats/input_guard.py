"""What a run reads is looked at before it begins, also what it would not need: named in error, it is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..model.errors import EngineError, Phrase
from ..model.jobs import given_texts
from ..model.specification import Job, Kind, Parameter
from ..outputs import Place, find_place
from .file_format import named_format
from .source_name import split_source

#: What each kind of path that is read must be; bases and what may be one are looked at by who opens them.
_WANTED = {
    Kind.FILE: (Place.FILE,),
    Kind.FOLDER: (Place.FOLDER,),
    Kind.PLACE: (Place.FILE, Place.FOLDER),
    Kind.LAYER: (Place.FILE, Place.FOLDER),
}
_PHRASES = {Place.FILE: Phrase("place_file"), Place.FOLDER: Phrase("place_folder")}


def refuse_unusable_inputs(job: Job, parameters: Mapping[str, Any]) -> None:
    """Refuse what a parameter names to be read and that is not there, or is no file, folder or layer.

    Parameters
    ----------
    job : Job
        Says what is read.
    parameters : mapping
        Values of the run.

    Raises
    ------
    EngineError
        ``input_absent``, ``input_other``, ``layer_refused`` (with what is wrong with a layer), ``path_unreadable``.
    """
    for name, parameter in job.parameters.items():
        for text in given_texts(parameters.get(name)):
            if parameter.kind in (Kind.LAYER, Kind.SUBJECT):
                _refuse_options(name, text)
            if parameter.kind in _WANTED:
                _refuse_input(name, text.partition("|")[0], parameter)


def _refuse_options(name: str, text: str) -> None:
    try:
        split_source(text)
    except EngineError as error:
        raise _input_error(name, error) from error


def _refuse_input(name: str, text: str, parameter: Parameter) -> None:
    path = Path(text)
    try:
        place = find_place(path)
    except OSError as error:
        raise EngineError("path_unreadable", path=text, detail=error.strerror or str(error)) from error
    if place is Place.EMPTY:
        raise EngineError("input_absent", name=name, path=text)
    wanted = _WANTED[parameter.kind]
    if place not in wanted and not parameter.several:  # a folder among several files: the job says where to give it
        raise EngineError("input_other", name=name, path=text, found=_PHRASES[place], expected=_PHRASES[wanted[0]])
    if parameter.kind is Kind.LAYER and path.suffix.lower() not in parameter.endings:
        try:
            named_format(path)
        except EngineError as error:
            raise _input_error(name, error) from error


def _input_error(name: str, error: EngineError) -> EngineError:
    return EngineError("layer_refused", parameter=name, reason=Phrase(error.code, **error.fields))
