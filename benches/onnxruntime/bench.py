"""The network of a pack in this program and in onnxruntime, side by side, one thread each.

    python3 -m venv venv && venv/bin/pip install onnx onnxruntime numpy safetensors
    venv/bin/python benches/onnxruntime/bench.py models/blood-cell-hrnet-w18-small

The pack's weights are written as an ONNX graph with batch normalization folded, which onnxruntime then
optimizes as far as it can. Both run in turn, some rounds of one and some of the other, so that whatever else
the machine does meets both. It measures and judges nothing; only logits that differ end it with 1.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import time
import tomllib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

HEAD_WIDTHS = [32, 64, 128, 256]
# Stem blocks, stem width, first width, modules of each stage, blocks of a branch.
VARIANTS = {
    "hrnet_w18_small": (1, 32, 16, [1, 1, 1], 2),
    "hrnet_w18_small_v2": (2, 64, 18, [1, 3, 2], 2),
    "hrnet_w18": (4, 64, 18, [1, 4, 3], 4),
    "hrnet_w32": (4, 64, 32, [1, 4, 3], 4),
    "hrnet_w48": (4, 64, 48, [1, 4, 3], 4),
}


class Graph:
    """HRNet as ONNX nodes, with the names of timm's parameters."""

    def __init__(self, weights):
        self.weights = {name: value.astype(np.float32) for name, value in weights.items()}
        self.nodes, self.constants = [], []

    def constant(self, value, name):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind, inputs, **attributes):
        output = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def relu(self, x):
        return self.node("Relu", [x])

    def add(self, *maps):
        total = maps[0]
        for one in maps[1:]:
            total = self.node("Add", [total, one])
        return total

    def conv(self, x, conv, norm, stride=1):
        w = self.weights
        kernel = w[f"{conv}.weight"]
        scale = w[f"{norm}.weight"] / np.sqrt(w[f"{norm}.running_var"] + 1e-5)
        bias = w.get(f"{conv}.bias", np.zeros(len(kernel), np.float32))
        bias = (bias - w[f"{norm}.running_mean"]) * scale + w[f"{norm}.bias"]
        inputs = [
            x,
            self.constant(kernel * scale[:, None, None, None], f"{conv}.weight"),
            self.constant(bias, f"{conv}.bias"),
        ]
        edge = kernel.shape[-1] // 2
        return self.node("Conv", inputs, strides=[stride] * 2, pads=[edge] * 4)

    def basic(self, x, name):
        y = self.relu(self.conv(x, f"{name}.conv1", f"{name}.bn1"))
        return self.relu(self.add(self.conv(y, f"{name}.conv2", f"{name}.bn2"), x))

    def bottleneck(self, x, name):
        y = self.relu(self.conv(x, f"{name}.conv1", f"{name}.bn1"))
        y = self.relu(self.conv(y, f"{name}.conv2", f"{name}.bn2"))
        y = self.conv(y, f"{name}.conv3", f"{name}.bn3")
        if f"{name}.downsample.0.weight" in self.weights:
            x = self.conv(x, f"{name}.downsample.0", f"{name}.downsample.1")
        return self.relu(self.add(y, x))

    def upsample(self, x, times, name):
        scales = self.constant(np.array([1, 1, times, times], np.float32), name)
        nearest = {"mode": "nearest", "nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric"}
        return self.node("Resize", [x, "", scales], **nearest)

    def fuse(self, maps, name):
        fused = []
        for to in range(len(maps)):
            parts = []
            for at, x in enumerate(maps):
                layer = f"{name}.fuse_layers.{to}.{at}"
                if at == to:
                    parts.append(x)
                elif at > to:
                    y = self.conv(x, f"{layer}.0", f"{layer}.1")
                    parts.append(self.upsample(y, 2 ** (at - to), f"{layer}.scales"))
                else:
                    for step in range(to - at):
                        x = self.conv(x, f"{layer}.{step}.0", f"{layer}.{step}.1", 2)
                        x = x if step + 1 == to - at else self.relu(x)
                    parts.append(x)
            fused.append(self.relu(self.add(*parts)))
        return fused

    def network(self, x, architecture):
        stem_blocks, _, _, modules, blocks = VARIANTS[architecture]
        for at in (1, 2):
            x = self.relu(self.conv(x, f"conv{at}", f"bn{at}", 2))
        for block in range(stem_blocks):
            x = self.bottleneck(x, f"layer1.{block}")
        maps = [x]
        for stage in (2, 3, 4):
            transition, new = f"transition{stage - 1}", stage - 1
            lowest = maps[-1]
            if f"{transition}.0.0.weight" in self.weights and stage == 2:
                maps[0] = self.relu(self.conv(maps[0], f"{transition}.0.0", f"{transition}.0.1"))
            lowest = self.conv(lowest, f"{transition}.{new}.0.0", f"{transition}.{new}.0.1", 2)
            maps.append(self.relu(lowest))
            for module in range(modules[stage - 2]):
                name = f"stage{stage}.{module}"
                for branch in range(stage):
                    for block in range(blocks):
                        maps[branch] = self.basic(maps[branch], f"{name}.branches.{branch}.{block}")
                maps = self.fuse(maps, name)
        y = self.bottleneck(maps[0], "incre_modules.0.0")
        for at in range(3):
            halved = self.relu(self.conv(y, f"downsamp_modules.{at}.0", f"downsamp_modules.{at}.1", 2))
            y = self.add(self.bottleneck(maps[at + 1], f"incre_modules.{at + 1}.0"), halved)
        y = self.relu(self.conv(y, "final_layer.0", "final_layer.1"))
        y = self.node("Flatten", [self.node("GlobalAveragePool", [y])])
        weight = self.constant(self.weights["classifier.weight"], "classifier.weight")
        bias = self.constant(self.weights["classifier.bias"], "classifier.bias")
        return self.node("Gemm", [y, weight, bias], transB=1)


def session(pack, manifest):
    graph = Graph(load_file(pack / "model.safetensors"))
    logits = graph.network("x", manifest["architecture"])
    size = manifest["input"]["size"]
    value = helper.make_tensor_value_info
    inputs = [value("x", TensorProto.FLOAT, ["images", 3, size, size])]
    outputs = [value(logits, TensorProto.FLOAT, ["images", len(manifest["labels"])])]
    made = helper.make_graph(graph.nodes, "hrnet", inputs, outputs, graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def ours(arguments, precision, rounds):
    words = ["model", "bench", str(arguments.pack), "--precision", precision, "--threads", "1"]
    words += ["--batch", "1", "--rounds", str(rounds), "--json"]
    told = subprocess.run([arguments.program, *words], check=True, capture_output=True, text=True)
    measured = json.loads(told.stdout)
    return {part["name"]: part["cpu_ms"] for part in measured["parts"]} | {"on": measured["processor"]}


def theirs(run, size, rounds):
    x = np.random.default_rng(1).standard_normal((1, 3, size, size)).astype(np.float32)
    run(x)
    laps = []
    for _ in range(rounds):
        begun = time.process_time()
        run(x)
        laps.append((time.process_time() - begun) * 1e3)
    return statistics.median(laps)


def check(arguments, manifest, run):
    """The logits of one drawn picture by both; a graph that is another network measures nothing."""
    from PIL import Image

    size = manifest["input"]["size"]
    picture = np.random.default_rng(2).integers(0, 256, (size, size, 3), dtype=np.uint8)
    file = pathlib.Path(arguments.scratch) / "picture.png"
    Image.fromarray(picture).save(file)
    words = [arguments.program, "model", "predict", str(arguments.pack), str(file), "--json"]
    told = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    mean, deviation = (np.array(manifest["input"][name]) for name in ("mean", "deviation"))
    x = ((picture / 255 - mean) / deviation).transpose(2, 0, 1)[None].astype(np.float32)
    found, expected = run(x)[0], np.array(told["files"][0]["logits"])
    error = np.abs(found - expected).max() / np.abs(expected).max()
    print(f"logits differ by {error:.1e} of the greatest")
    if error > 1e-4:
        raise SystemExit("the two are not the same network")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pack", type=pathlib.Path)
    parser.add_argument("--program", default="target/release/hemaclassify")
    parser.add_argument("--turns", type=int, default=7, help="how often each has its turn")
    parser.add_argument("--rounds", type=int, default=15, help="images in a turn")
    parser.add_argument("--scratch", default="/tmp")
    arguments = parser.parse_args()
    manifest = tomllib.loads((arguments.pack / "pack.toml").read_text())
    network = session(arguments.pack, manifest)
    run = lambda x: network.run(None, {"x": x})[0]
    check(arguments, manifest, run)
    size = manifest["input"]["size"]
    turns = []
    for _ in range(arguments.turns):
        f32, bf16 = (ours(arguments, precision, arguments.rounds) for precision in ("f32", "bf16"))
        turns.append((theirs(run, size, arguments.rounds), f32, bf16))
    median = lambda values: statistics.median(values)
    them = median([turn[0] for turn in turns])
    print(f"{manifest['architecture']} at {size}, one thread, {turns[0][1]['on']}; milliseconds of the processor an image")
    print(f"onnxruntime {onnxruntime.__version__} f32   {them:6.2f}")
    for precision, at in (("f32", 1), ("bf16", 2)):
        us = median([turn[at]["network"] for turn in turns])
        ratio = median([turn[at]["network"] / turn[0] for turn in turns])
        print(f"this program {precision:4}       {us:6.2f}   {ratio:.2f} of onnxruntime")
    decode = [name for name in turns[0][1] if name not in ("network", "on") and "andle" not in name]
    for name in decode:
        print(f"  {name:20} {median([turn[1][name] for turn in turns]):6.2f}")


main()
