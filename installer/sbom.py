"""Says what is inside: a CycloneDX list for machines, licence texts for people."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from installer.places import HERE, VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from installer.contents import Part

# By whom the parts are that bring no text of their own.
_TEXTS = HERE / "licences"
_NAMESPACE = uuid.UUID("6f1c2d0a-58a1-4f0c-9d0f-0b8f6f3c2c11")


def cyclonedx(parts: Sequence[Part], made_at: datetime, digest: str) -> dict[str, Any]:
    """List the parts as CycloneDX 1.5; ``digest`` is the SHA-256 of what they make up."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": made_at.isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": "qnapp",
                "name": "QNApp",
                "version": VERSION,
                "hashes": [{"alg": "SHA-256", "content": digest}],
            },
        },
        "components": [_component(part) for part in parts],
        "dependencies": [{"ref": "qnapp", "dependsOn": [_reference(part) for part in parts]}],
    }


def _component(part: Part) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": _reference(part),
        "name": part.name,
        "licenses": [{"expression": part.licence}],
    }
    if part.version:
        component["version"] = part.version
    if part.package:
        component["purl"] = _reference(part)
    return component


def _reference(part: Part) -> str:
    if part.package:
        return f"pkg:pypi/{part.name.lower().replace('_', '-')}@{part.version}"
    return f"{part.name.lower().replace(' ', '-')}@{part.version}"


def write_sbom(target: Path, parts: Sequence[Part], made_at: datetime, digest: str) -> None:
    """Write the list to ``target`` (.cdx.json)."""
    text = json.dumps(cyclonedx(parts, made_at, digest), ensure_ascii=False, indent=1)
    target.write_text(text + "\n", encoding="utf-8")


def write_licences(target: Path, parts: Sequence[Part]) -> None:
    """Write one readable text: a table of the parts, then every licence text once."""
    lines = ["CÁC PHẦN DO NGƯỜI KHÁC LÀM, KÈM TRONG QNAPP", ""]
    lines += [f"{part.name} {part.version}".ljust(44) + part.licence for part in parts]
    seen: set[str] = set()
    for title, path in _licence_texts(parts):
        text = path.read_text(encoding="utf-8", errors="replace").strip()
        if text not in seen:
            seen.add(text)
            lines += ["", "", "=" * 80, title, "=" * 80, "", text]
    target.write_text("\r\n".join("\n".join(lines).splitlines()) + "\r\n", encoding="utf-8-sig")


def _licence_texts(parts: Sequence[Part]) -> list[tuple[str, Path]]:
    own = [(path.stem, path) for path in sorted(_TEXTS.glob("*.txt"))]
    return [(part.name, path) for part in parts for path in part.texts] + own
