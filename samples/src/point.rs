//! Places on the slide, in micrometres, and the functions of numbers that drawing needs.
//!
//! What is not exact by IEEE 754 (`exp`, `sin`, …) comes from `libm`, which computes it in software: the
//! standard library asks the system, and systems differ in the last bit.

use std::ops::{Add, Mul, Sub};

/// A place or a direction, µm.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

/// A place.
pub const fn point(x: f32, y: f32) -> Point {
    Point { x, y }
}

impl Point {
    /// The direction of an angle in radians.
    pub fn toward(angle: f32) -> Self {
        point(libm::cosf(angle), libm::sinf(angle))
    }

    /// How far it is from the origin.
    pub fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// The scalar product.
    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }

    /// Of length one; the origin stays there.
    pub fn unit(self) -> Self {
        self * (1.0 / self.length().max(1e-6))
    }

    /// Seen by one who is turned to that direction.
    pub fn seen_from(self, direction: Self) -> Self {
        point(self.dot(direction), direction.x * self.y - direction.y * self.x)
    }

    /// Turned by that direction: the inverse of [`Point::seen_from`].
    pub fn turned(self, by: Self) -> Self {
        point(self.x * by.x - self.y * by.y, self.x * by.y + self.y * by.x)
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        point(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        point(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Point {
    type Output = Self;
    fn mul(self, by: f32) -> Self {
        point(self.x * by, self.y * by)
    }
}

/// 0 up to `from`, 1 from `to` on, smooth between; `from` may be the larger one.
pub fn smooth(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Between two values.
pub fn mix(a: f32, b: f32, share: f32) -> f32 {
    a + (b - a) * share
}

/// e^x, the same on every machine.
pub fn exp(x: f32) -> f32 {
    libm::expf(x)
}
