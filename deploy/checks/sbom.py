"""Judges a list of components: by CycloneDX's schema, strictly, and by what it must name."""

import json
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

text = Path(sys.argv[1]).read_text()
fault = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
if fault:
    sys.exit(f"the SBOM is no CycloneDX 1.5: {fault}")

document = json.loads(text)
names = {component["name"] for component in document["components"]}
models = {folder.name for folder in Path("models").iterdir()}
missing = {"tokio", "candle-core", "react", *models} - names
if missing:
    sys.exit(f"the SBOM does not name {sorted(missing)}")
# What only builds or tests the program is not in it.
foreign = {"kurrent-peer", "schemathesis", "vitest"} & names
if foreign:
    sys.exit(f"the SBOM names what is not given on: {sorted(foreign)}")
unlicensed = [one["name"] for one in document["components"] if one["type"] == "library" and not one.get("licenses")]
if unlicensed:
    sys.exit(f"no licence is said of {unlicensed}")
print(f"  {len(document['components'])} components, {len(document['dependencies'])} of them with what they need")
