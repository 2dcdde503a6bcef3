//! The reliability diagram, with how many images are behind each mark.

use maud::{Markup, html};

use super::super::calibration::Honesty;
use super::super::reliability::Bin;
use super::super::words::number;
use super::plot::{Frame, percent, rounded};

const FRAME: Frame = Frame { left: 52.0, top: 24.0, width: 300.0, height: 240.0, most: 1.0 };

/// Where the bars of counts stand, below the diagram.
const BARS: (f64, f64) = (312.0, 56.0);

pub(super) fn diagram(honesty: &Honesty, title: &str) -> Markup {
    let filled: Vec<&Bin> = honesty.bins.iter().filter(|bin| bin.images > 0).collect();
    let most = filled.iter().map(|bin| bin.images).max().unwrap_or(1) as f64;
    let (bars, high) = BARS;
    let spoken = format!("{title}: confidence against accuracy in {} filled bins", filled.len());
    html! {
        figure {
            h3 { (title) " (" (number(honesty.temperature)) ")" }
            svg viewBox="0 0 376 388" role="img" aria-label=(spoken) {
                (FRAME.axes("how sure the model was", "how often it was right"))
                line.ideal x1=(FRAME.x(0.0)) y1=(FRAME.y(0.0)) x2=(FRAME.x(1.0)) y2=(FRAME.y(1.0)) {}
                @for bin in &filled {
                    @let (x, y) = (FRAME.x(bin.confidence), FRAME.y(bin.accuracy));
                    line.curve x1=(x) x2=(x) y1=(y) y2=(FRAME.y(bin.confidence)) {}
                    circle.mark cx=(x) cy=(y) r=(rounded(2.5 + 5.0 * (bin.images as f64 / most).sqrt())) {
                        title { (told(bin)) }
                    }
                }
                @for bin in &filled {
                    @let height = rounded((high * bin.images as f64 / most).max(1.0));
                    @let (from, to) = (FRAME.x(bin.from), FRAME.x(bin.to));
                    rect.bar x=(from + 0.5) y=(rounded(bars + high - height)) width=(rounded(to - from - 1.0)) height=(height) {
                        title { (told(bin)) }
                    }
                }
                line.axis x1=(FRAME.x(0.0)) x2=(FRAME.x(1.0)) y1=(bars + high) y2=(bars + high) {}
                text x=(FRAME.left - 6.0) y=(bars + 10.0) text-anchor="end" { (most) }
                text x=(FRAME.left - 6.0) y=(bars + high) text-anchor="end" { "0" }
                text x=(FRAME.left) y=(bars + high + 15.0) { "images in each bin" }
            }
        }
    }
}

fn told(bin: &Bin) -> String {
    format!(
        "{} images, sure to {}, right in {}",
        bin.images,
        percent(bin.confidence),
        percent(bin.accuracy)
    )
}
