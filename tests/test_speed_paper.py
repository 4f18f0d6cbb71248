"""The bench survives a part that fails, and docs/snelheid.md says what bench/result.json says."""

import json
import re
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import machine, paper
from bench.ground import MissingError, program
from bench.limits import BESIDE, LIMITS, WHY

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \|([^|]*)\|", re.MULTILINE)


@pytest.fixture
def result():
    return json.loads((ROOT / paper.RESULT).read_text())


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Let the bench write in a folder of its own, and measure two parts that take no time."""
    monkeypatch.setattr(paper, "RESULT", tmp_path / "result.json")
    monkeypatch.setattr(paper, "PAPER", tmp_path / "snelheid.md")
    keys = {"pdf": ("pdf_vs_bare", "pdf_kb"), "drill": ("restore_drill_minutes",)}
    measures = {"pdf": lambda: {"pdf_vs_bare": 1.1, "pdf_kb": 99.5}, "drill": lambda: {"restore_drill_minutes": 0.2}}
    monkeypatch.setattr(bench, "PARTS", {name: bench.Part(measures[name], keys[name]) for name in keys})
    return tmp_path


def read(here):
    return json.loads((here / "result.json").read_text()), (here / "snelheid.md").read_text()


def break_part(monkeypatch, name, error):
    def fail():
        raise error

    monkeypatch.setitem(bench.PARTS, name, bench.Part(fail, bench.PARTS[name].keys))


def test_the_paper_is_that_of_the_result(result):
    assert (ROOT / paper.PAPER).read_text() == paper.write(result)


def test_every_measure_stands_in_the_paper_with_its_value_and_its_limit(result):
    rows = {key: (value, limit.strip()) for key, value, limit in ROW.findall((ROOT / paper.PAPER).read_text())}
    assert set(LIMITS) <= set(result)
    assert set(rows) == set(result) - {paper.ABOUT} == {*LIMITS, *BESIDE}
    assert {key: value for key, (value, _) in rows.items()} == {key: paper.spoken(result[key]) for key in rows}
    assert {key: limit for key, (_, limit) in rows.items() if limit} == {
        key: paper.spoken(limit) for key, (limit, _) in LIMITS.items()
    }


def test_every_measure_is_of_one_part_and_every_reason_of_a_measure():
    keys = [key for part in bench.PARTS.values() for key in part.keys]
    assert sorted(keys) == sorted({*LIMITS, *BESIDE})
    assert set(WHY) <= set(LIMITS)


def test_the_paper_names_no_machine(result):
    assert set(result[paper.ABOUT]["machine"]) == set(machine.describe())
    assert not re.search(r"/tmp|/root|/home|localhost|https?://", json.dumps(result))


def test_all_that_is_within_its_limit_is_well(here):
    assert not bench.main()
    result, told = read(here)
    assert (result["pdf_vs_bare"], result["pdf_kb"]) == (1.1, 99.5)
    assert "| `pdf_kb` | 99,5 | 120 |" in told
    assert "## Boven de grens\n\nNiets." in told


def test_a_part_that_fails_stops_no_other_and_is_named(here, monkeypatch, capsys):
    break_part(monkeypatch, "pdf", MissingError("LibreOffice ontbreekt"))
    assert bench.main()
    result, told = read(here)
    assert (result["pdf_vs_bare"], result["restore_drill_minutes"]) == (None, 0.2)
    assert "| `pdf_vs_bare` | niet gemeten | 1,2 |" in told
    assert "- `pdf`: LibreOffice ontbreekt" in told
    assert "pdf: niet gemeten: LibreOffice ontbreekt" in capsys.readouterr().out


def test_what_went_wrong_is_told_without_a_place_on_the_machine(here, monkeypatch):
    break_part(monkeypatch, "pdf", OSError(2, "No such file", "/home/iemand/geheim"))
    assert bench.main()
    assert "geheim" not in "".join(str(part) for part in read(here))


def test_too_much_is_an_error_and_stands_in_the_paper_with_why(here, monkeypatch):
    monkeypatch.setitem(bench.PARTS, "pdf", bench.Part(lambda: {"pdf_vs_bare": 1.21, "pdf_kb": 1}, ("pdf_vs_bare",)))
    assert bench.main()
    assert "## Boven de grens\n\n- `pdf_vs_bare`: " in read(here)[1]


def test_only_some_parts_leave_the_numbers_of_the_others(here, monkeypatch):
    bench.main()
    monkeypatch.setitem(
        bench.PARTS, "drill", bench.Part(lambda: {"restore_drill_minutes": 3}, ("restore_drill_minutes",))
    )
    assert not bench.main("--only", "drill")
    result, _ = read(here)
    assert (result["pdf_vs_bare"], result["restore_drill_minutes"]) == (1.1, 3)


def test_a_part_that_is_not_there_is_refused(here):
    with pytest.raises(SystemExit):
        bench.main("--only", "haast")


def test_what_was_never_run_is_said_so(here):
    bench.main("--only", "drill")
    assert "- `pdf`: nog niet gedraaid" in read(here)[1]


@pytest.mark.parametrize(("load", "told"), [(2.0, True), (0.1, False)])
def test_other_work_on_the_machine_is_told(here, monkeypatch, load, told):
    monkeypatch.setattr(machine.os, "getloadavg", lambda: (load * len(machine.os.sched_getaffinity(0)), 0, 0))
    bench.main()
    assert ("Op een drukke machine gemeten" in read(here)[1]) == told


def test_a_program_that_is_missing_is_named():
    with pytest.raises(MissingError, match="LibreOffice ontbreekt"):
        program("geen-soffice", "LibreOffice")
