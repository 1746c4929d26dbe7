"""What differs between a cell's stored outputs and what it shows now, in a few lines: for nbval's messages."""

from difflib import unified_diff

FINDINGS = "application/vnd.paylib.findings+json"
MOST = 12
"""Lines of one message."""


def what_changed(stored: list[dict], now: list[dict]) -> list[str]:
    """The findings that changed, each with its old and new figure; else the lines of text that did."""
    before, after = _findings(stored), _findings(now)
    lines = [
        f"{name}: {before[name]['shown']} was stored, {after[name]['shown']} is worked out now. {after[name]['method']}"
        for name in before
        if name in after and before[name]["shown"] != after[name]["shown"]
    ]
    lines += [
        f"{name}: {before[name]['value']} was stored, {after[name]['value']} is worked out now; both show as {after[name]['shown']}."
        for name in before
        if name in after
        and before[name]["shown"] == after[name]["shown"]
        and before[name]["value"] != after[name]["value"]
    ]
    lines += [
        f"{name}: {before[name]['shown']} was stored, and is said no more."
        for name in before.keys() - after.keys()
    ]
    lines += [f"{name}: {after[name]['shown']} is new." for name in after.keys() - before.keys()]
    if not lines:
        lines = [
            line
            for line in unified_diff(_text(stored), _text(now), "stored", "now", lineterm="", n=0)
            if not line.startswith(("@@", "---", "+++"))
        ]
    more = [f"… and {len(lines) - MOST} more."] if len(lines) > MOST else []
    return lines[:MOST] + more


def _findings(outputs: list[dict]) -> dict[str, dict]:
    return {each["name"]: each for output in outputs for each in output.get("data", {}).get(FINDINGS, ())}


def _text(outputs: list[dict]) -> list[str]:
    return [
        line
        for output in outputs
        for line in (output.get("data", {}).get("text/plain") or output.get("text", "")).splitlines()
    ]
