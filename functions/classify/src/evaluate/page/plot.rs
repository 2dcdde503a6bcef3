//! The frame of a plot: shares from 0 to 1 on both axes.

use maud::{Markup, html};

/// Where a plot's area lies in its drawing.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// What the upper edge stands for; the lower one is 0.
    pub most: f64,
}

impl Frame {
    /// Where a share lies across.
    pub fn x(&self, share: f64) -> f64 {
        rounded(self.left + share * self.width)
    }

    /// Where a share lies, upwards.
    pub fn y(&self, share: f64) -> f64 {
        rounded(self.top + (1.0 - share / self.most) * self.height)
    }

    /// Horizontal lines with their percentages, and percentages below.
    pub fn axes(&self, across: &str, up: &str) -> Markup {
        let (right, bottom) = (self.left + self.width, self.top + self.height);
        html! {
            @for quarter in 0..=4 {
                @let share = f64::from(quarter) / 4.0;
                @let level = share * self.most;
                line.grid x1=(self.left) x2=(right) y1=(self.y(level)) y2=(self.y(level)) {}
                text x=(self.left - 6.0) y=(self.y(level) + 4.0) text-anchor="end" { (percent(level)) }
                text x=(self.x(share)) y=(bottom + 16.0) text-anchor="middle" { (percent(share)) }
            }
            line.axis x1=(self.left) x2=(right) y1=(bottom) y2=(bottom) {}
            text x=(self.left + self.width / 2.0) y=(bottom + 32.0) text-anchor="middle" { (across) }
            text x=(self.left) y=(self.top - 8.0) { (up) }
        }
    }
}

/// A hundredth of a pixel is enough.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// As short as it can be said to a tenth.
pub(super) fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    format!("{tenths} %")
}
