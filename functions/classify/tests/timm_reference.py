"""Figures from timm that the tests of this crate compare with: parameter names and shapes of every
HRNet variant, and logits for weights and pictures that both sides make from the same integer formula.

    python -m venv venv && venv/bin/pip install torch timm pillow
    venv/bin/python functions/classify/tests/timm_reference.py functions/classify/tests/fixtures

Writes OUT/parameters.txt (variant, count, SHA-256 of the sorted lines "name shape"), OUT/logits.json and
OUT/preprocess.json (SHA-256 of the bytes of resized pictures, by the rules of timm's own transforms).
"""

import hashlib
import json
import pathlib
import sys

import numpy
import timm
import torch
from PIL import Image
from timm.data import create_transform

VARIANTS = ["hrnet_w18_small", "hrnet_w18_small_v2", "hrnet_w18", "hrnet_w32", "hrnet_w48"]
CLASSES = 5
SIZE = 64


def uniform(seed: int, count: int) -> torch.Tensor:
    """Numbers in [-1, 1) that any language can make: 24 bits of a 32-bit integer hash (lowbias32)."""
    x = (torch.arange(count, dtype=torch.int64) + seed * 0x9E3779B9) & 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & 0xFFFFFFFF
    x = ((x ^ (x >> 15)) * 0x846CA68B) & 0xFFFFFFFF
    x = x ^ (x >> 16)
    return ((x >> 8).double() / 2**23 - 1).float()


def parameters(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {k: v for k, v in sorted(model.state_dict().items()) if not k.endswith("num_batches_tracked")}


def fill(model: torch.nn.Module) -> None:
    """The n-th parameter by name gets the n-th sequence, spread so that signals neither die nor burst."""
    for seed, (name, tensor) in enumerate(parameters(model).items()):
        u = uniform(seed, tensor.numel()).reshape(tensor.shape)
        if name.endswith("running_var"):
            u = 1 + u / 2
        elif tensor.dim() == 1 and name.endswith("weight"):
            u = 0.6 + u / 4
        elif tensor.dim() == 1:
            u = u / 8
        else:
            u = u * (6 / (tensor.numel() / tensor.shape[0])) ** 0.5
        tensor.copy_(u)


def preprocess(width: int, height: int, crop_pct: float | None) -> str:
    """A noisy picture brought to SIZE: stretched, or by timm's transform without the normalization."""
    noise = (uniform(2000, width * height * 3).numpy() + 1) * 127.5
    picture = Image.fromarray(noise.astype(numpy.uint8).reshape(height, width, 3))
    if crop_pct is None:
        done = numpy.asarray(picture.resize((SIZE, SIZE), Image.Resampling.BICUBIC))
    else:
        transform = create_transform(
            (3, SIZE, SIZE), interpolation="bicubic", crop_pct=crop_pct, mean=(0, 0, 0), std=(1, 1, 1)
        )
        done = (transform(picture) * 255).round().byte().permute(1, 2, 0).numpy()
    return hashlib.sha256(done.tobytes()).hexdigest()


def main(out: pathlib.Path) -> None:
    pictures = [
        {"width": width, "height": height, "crop_pct": crop_pct, "sha256": preprocess(width, height, crop_pct)}
        for width, height in [(240, 240), (360, 363), (301, 200), (200, 321), (40, 30)]
        for crop_pct in [None, 0.875, 1.0]
    ]
    (out / "preprocess.json").write_text(json.dumps(pictures, indent=1) + "\n")
    x = uniform(1000, 2 * 3 * SIZE * SIZE).reshape(2, 3, SIZE, SIZE)
    lines, logits = [], {}
    for name in VARIANTS:
        model = timm.create_model(name, pretrained=False, num_classes=CLASSES).eval()
        shapes = "".join(f"{k} {list(v.shape)}\n" for k, v in parameters(model).items())
        lines.append(f"{name} {shapes.count(chr(10))} {hashlib.sha256(shapes.encode()).hexdigest()}\n")
        with torch.inference_mode():
            fill(model)
            # In double precision the figures are timm's to all digits of f32.
            logits[name] = model.double()(x.double()).float().tolist()
        print(name, logits[name][0])
    (out / "parameters.txt").write_text("".join(lines))
    (out / "logits.json").write_text(
        json.dumps({"timm": timm.__version__, "torch": torch.__version__, "logits": logits}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
