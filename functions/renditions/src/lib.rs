//! The renditions function: thumbnail, preview and deep-zoom tiles.
