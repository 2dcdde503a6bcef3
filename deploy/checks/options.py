"""Holds every command line and every variable that is written in this folder against the program itself."""

import base64
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

PROGRAM = sys.argv[1]
DEPLOY = Path("deploy")
# What others than the program read.
FOREIGN = {"HEMACLASSIFY_HOST", "HEMACLASSIFY_TAG", "HEMACLASSIFY_DISPATCH_FILE"}


def help_of(*words):
    """What a command says of itself; none when it is no command."""
    said = subprocess.run([PROGRAM, *words, "--help"], capture_output=True, text=True)
    return said.stdout if said.returncode == 0 else None


def commands(path=()):
    """Every command below this one with its help, and itself."""
    text = help_of(*path)
    yield path, text
    listed = re.search(r"^Commands:\n((?:  .*\n?|\n(?=  ))*)", text, re.M)
    for name in re.findall(r"^  ([a-z]+)(?:  |$)", listed[1], re.M) if listed else []:
        if name != "help":
            yield from commands((*path, name))


def values(text, option):
    """The values that an option takes, where it says so."""
    entry = re.search(rf"^ +(?:-\w, )?{option}\b.*\n((?:(?! +(?:-\w, )?--)(?!\S).*\n)*)", text, re.M)
    if not entry:
        return set()
    listed = re.findall(r"^ +- ([a-z]+)(?::|$)", entry[1], re.M)
    inline = re.search(r"\[possible values: (.*)\]", entry[0])
    return set(listed) | set(inline[1].split(", ") if inline else [])


KNOWN = dict(commands())
VARIABLES = set(re.findall(r"\[env: (HEMACLASSIFY_\w+)", "".join(KNOWN.values())))


def faults_of(words):
    """What the program would not take of a command line, its own name left out."""
    path = ()
    while len(path) < len(words) and (*path, words[len(path)]) in KNOWN:
        path = (*path, words[len(path)])
    text, rest = KNOWN[path], words[len(path) :]
    for at, word in enumerate(rest):
        option, _, value = word.partition("=")
        value = value or (rest[at + 1] if at + 1 < len(rest) else "")
        if not option.startswith("--"):
            before = rest[at - 1] if at else ""
            if not before.startswith("--") and not takes(text, word):
                yield f"{' '.join(words)}: {word} is nothing that {' '.join(path) or 'it'} takes"
        elif not re.search(rf"^ +(?:-\w, )?{option}\b", text, re.M):
            yield f"{' '.join(words)}: there is no {option}"
        else:
            taken = values(text, option)
            unknown = set(value.split(",")) - taken if taken else set()
            if unknown:
                yield f"{' '.join(words)}: {option} does not take {sorted(unknown)}"


def takes(text, word):
    """Whether a command takes this word by itself, among the arguments that it names."""
    arguments = re.search(r"^Arguments:\n((?:  .*\n?|\n(?=  ))*)", text, re.M)
    if not arguments:
        return False
    listed = set(re.findall(r"^ +- ([a-z]+)(?::|$)", arguments[1], re.M))
    for inline in re.findall(r"\[possible values: (.*?)\]", arguments[1]):
        listed |= set(inline.split(", "))
    return not listed or word in listed


def lines():
    """Every command line of the program that stands here, and where."""
    for file in sorted(DEPLOY.rglob("*.yaml")):
        for document in yaml.safe_load_all(file.read_text()):
            yield from ((file, line) for line in in_yaml(document))
    for file in sorted(DEPLOY.rglob("*.service")):
        for line in re.findall(r"^Exec\w+=\S*hemaclassify (.*)$", file.read_text(), re.M):
            yield file, shlex.split(line)


def in_yaml(node):
    """Command lines of containers that run the program: Kubernetes', compose's, and compose's health checks."""
    if isinstance(node, list):
        for one in node:
            yield from in_yaml(one)
    elif isinstance(node, dict):
        ours = node.get("name") == "hemaclassify" or str(node.get("image", "")).startswith("hemaclassify")
        if ours:
            yield from (node[key] for key in ("args", "command") if isinstance(node.get(key), list))
        test = node.get("test")
        if isinstance(test, list) and test[1:2] == ["hemaclassify"]:
            yield test[2:]
        for one in node.values():
            yield from in_yaml(one)


def refusal_of_dispatch(file):
    """What the program says against a file of called functions; none when it takes it. The file is read before an
    engine is looked for, and an address for metrics that is nobody's ends the start right after that."""
    with tempfile.TemporaryDirectory() as folder:
        secret, copy = Path(folder, "secret"), Path(folder, file.name)
        secret.write_text(f"whsec_{base64.b64encode(bytes(32)).decode()}\n")
        copy.write_text(re.sub(r'^secret_file = ".*"', f'secret_file = "{secret}"', file.read_text(), flags=re.M))
        nowhere = "mysql://user@127.0.0.1:1/"
        told = [
            *("--event-log", "kurrentdb://127.0.0.1:1?tls=false", "--state", f"{nowhere}state", "--blobs"),
            *("s3://bucket?endpoint=http://127.0.0.1:1", "--read-models", f"{nowhere}reads", "--data-dir", f"{folder}/data"),
        ]
        words = [PROGRAM, "serve", "--roles", "dispatch", "--dispatch", copy, *told, "--metrics-listen", "192.0.2.1:9464"]
        ended = subprocess.run(words, capture_output=True, text=True, timeout=60)
        return None if "metrics" in ended.stderr else f"{file}: {ended.stderr.strip()}"


def main():
    found = [(file, words) for file, words in lines() if words]
    faults = [f"{file}: {fault}" for file, words in found for fault in faults_of([str(word) for word in words])]
    files = [file for file in sorted(DEPLOY.rglob("*")) if file.is_file() and "checks" not in file.parts]
    files = [file for file in files if "secrets" not in file.parts[:-1]]
    used = {(file, name) for file in files for name in re.findall(r"HEMACLASSIFY_\w+", file.read_text(errors="ignore"))}
    faults += [f"{file}: the program knows no {name}" for file, name in sorted(used) if name not in VARIABLES | FOREIGN]
    files = sorted(DEPLOY.rglob("dispatch*.toml"))
    faults += [fault for file in files if (fault := refusal_of_dispatch(file))]
    if faults:
        sys.exit("\n".join(faults))
    # A search that finds nothing would judge nothing.
    assert len(found) > 5 and len({name for _, name in used}) > 10, (len(found), len(used))
    print(f"  {len(found)} command lines, {len({name for _, name in used})} variables")


main()
