"""What is kept of a model decides everything that follows from facts; its words decide nothing."""

from __future__ import annotations

import json

from report import sample

from cxmaturity.assess import assess
from cxmaturity.comparison.scores import compare
from cxmaturity.model.scoring_rules import ScoringRules


def test_without_its_words_a_model_scores_and_finds_the_same():
    """Kept as JSON, and put on a model that has lost all its practices, questions and checks."""
    model = sample.model()
    kept = ScoringRules.model_validate(json.loads(json.dumps(ScoringRules.of(model).model_dump(mode="json"))))
    bare = model.model_copy(update={"questions": (), "practices": (), "checks": (), "hash": "bare"})
    again = kept.model(bare)
    assert (again.hash, again.header.id, again.header.version) == (model.hash, model.header.id, model.header.version)
    found = compare(sample.assessment(), assess(again, sample.facts()))
    assert all(not moved.change for moved in (*found.questions, found.stage, found.index))
    assert not found.practices
    assert [finding.id for finding in found.after.findings] == [finding.id for finding in found.before.findings]
    assert found.before.findings
    assert [(finding.severity, finding.limit) for finding in found.after.findings] == [
        (finding.severity, finding.limit) for finding in found.before.findings
    ]


def test_the_present_model_is_itself():
    assert ScoringRules.of(sample.model()).model(sample.model()) is sample.model()
