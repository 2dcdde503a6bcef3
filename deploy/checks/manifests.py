"""Builds every overlay and judges what comes out: each object by its schema, all of them together by a few rules."""

import subprocess
import sys
from pathlib import Path

import cloudcoil.models.keda.v1alpha1 as keda
import cloudcoil.models.knative_serving.serving.v1 as knative
import cloudcoil.models.prometheus_operator.v1 as prometheus
import kubernetes_validate
import yaml

KUBERNETES = "1.33"
# Objects of extensions, and who knows their shape: models that are generated from the extensions' own definitions.
EXTENSIONS = {"keda.sh/v1alpha1": keda, "serving.knative.dev/v1": knative, "monitoring.coreos.com/v1": prometheus}
OVERLAYS = Path("deploy/kubernetes/overlays")


def built(overlay):
    """The objects of an overlay, as kustomize makes them."""
    made = subprocess.run(["kubectl", "kustomize", overlay], capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(f"{overlay}: {made.stderr}")
    return [one for one in yaml.safe_load_all(made.stdout) if one]


def of_schema(thing):
    """Refuses what its schema does not know, a field too many included."""
    extension = EXTENSIONS.get(thing["apiVersion"])
    if extension is None:
        kubernetes_validate.validate(thing, KUBERNETES, strict=True)
        return
    read = getattr(extension, thing["kind"]).model_validate(thing)
    unknown = lost(thing, read.model_dump(by_alias=True, exclude_unset=True, mode="json"), "")
    if unknown:
        raise ValueError(f"fields that its definition does not know: {unknown}")


def lost(given, kept, where):
    """The paths of what was given and not kept."""
    if isinstance(given, dict) and isinstance(kept, dict):
        return [
            path
            for key, value in given.items()
            for path in (lost(value, kept[key], f"{where}.{key}") if key in kept else [f"{where}.{key}"])
        ]
    if isinstance(given, list) and isinstance(kept, list):
        return [path for at, (one, other) in enumerate(zip(given, kept)) for path in lost(one, other, f"{where}[{at}]")]
    return []


def templates(things):
    """What pods are made from: the object, its labels, its spec."""
    for thing in things:
        spec = thing.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", {}).get("template") or spec.get("template")
        if thing["kind"] in ("Deployment", "StatefulSet", "CronJob") or thing["apiVersion"].startswith("serving.knative"):
            yield thing, template.get("metadata", {}).get("labels", {}), template["spec"]


def of_pods(things):
    """Every pod is as the namespace's rules ask (Kubernetes' restricted standard), and writes to no root."""
    for thing, _, spec in templates(things):
        pod = spec.get("securityContext", {})
        for container in spec["containers"]:
            own = container.get("securityContext", {})
            context = {**pod, **own}
            asked = {
                "runs as nobody special": context.get("runAsNonRoot") is True,
                "gains no privileges": own.get("allowPrivilegeEscalation") is False,
                "has no capabilities": own.get("capabilities", {}).get("drop") == ["ALL"],
                "has a seccomp profile": context.get("seccompProfile", {}).get("type") == "RuntimeDefault",
                "has a read-only root": own.get("readOnlyRootFilesystem") is True,
                "says what memory it may take": "memory" in container.get("resources", {}).get("limits", {}),
                "is asked whether it is ready": thing["kind"] == "CronJob" or "readinessProbe" in container,
            }
            for what, so in asked.items():
                if not so:
                    yield f"{thing['kind']} {thing['metadata']['name']}: it is not so that it {what}"
        volumes = {volume["name"] for volume in spec.get("volumes", [])}
        volumes |= {claim["metadata"]["name"] for claim in thing["spec"].get("volumeClaimTemplates", [])}
        mounted = {mount["name"] for container in spec["containers"] for mount in container.get("volumeMounts", [])}
        for name in sorted(mounted - volumes):
            yield f"{thing['metadata']['name']} mounts {name}, which is not there"


def of_names(things):
    """What one object says of another is there: labels, ports, settings, scaled workloads. No secret is written down."""
    pods = [(labels, spec) for _, labels, spec in templates(things)]
    names = {(thing["kind"], thing["metadata"]["name"]) for thing in things}
    for thing in things:
        name, spec = f"{thing['kind']} {thing['metadata']['name']}", thing.get("spec", {})
        if thing["kind"] == "Secret":
            yield f"{name}: secrets are made by whoever runs the product"
        selector = spec.get("podSelector") or spec.get("selector") or {}
        selector = selector.get("matchLabels", selector) if isinstance(selector, dict) else {}
        if selector and not any(selector.items() <= labels.items() for labels, _ in pods):
            yield f"{name} selects {selector}, which no pod is"
        target = spec.get("scaleTargetRef")
        if target and (target.get("kind", "Deployment"), target["name"]) not in names:
            yield f"{name} scales {target['name']}, which is not there"
    for thing, labels, spec in templates(things):
        maps = [source["configMapRef"]["name"] for container in spec["containers"] for source in container.get("envFrom", [])]
        maps += [volume["configMap"]["name"] for volume in spec.get("volumes", []) if "configMap" in volume]
        for name in maps:
            if ("ConfigMap", name) not in names:
                yield f"{thing['metadata']['name']} is told {name}, which is not there"
        # With everybody refused by default, who is not let out to an engine or a store works with nothing.
        policies = [one["spec"] for one in things if one["kind"] == "NetworkPolicy"]
        policies = [one for one in policies if one["podSelector"] and "Egress" in one["policyTypes"]]
        if not any(one["podSelector"]["matchLabels"].items() <= labels.items() for one in policies):
            yield f"{thing['metadata']['name']} may talk to nobody"


def main():
    for overlay in sorted(OVERLAYS.iterdir()):
        things = built(overlay)
        faults = [*of_pods(things), *of_names(things)]
        for thing in things:
            try:
                of_schema(thing)
            except Exception as fault:  # Each schema has errors of its own.
                faults.append(f"{thing['kind']} {thing['metadata']['name']}: {fault}")
        if faults:
            sys.exit("\n".join(f"{overlay}: {fault}" for fault in faults))
        print(f"  {overlay.name}: {len(things)} objects")


main()
