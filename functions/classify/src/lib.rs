//! The classify function: HRNet in Candle, model packs, batching, evaluation.
