//! Lines on a page → the order in which they are read.
//!
//! Where a strip without text runs down between many lines, what is left of it is read before what is right of it, and
//! what is above both before both.  This is the recursive cutting of Nagy and Seth, "Hierarchical representation of
//! optically scanned documents" (1984), with a cut that need not go through the whole page.

use super::Line;

/// Pages with more lines are no text; they are read from top to bottom.
const MANY: usize = 2_000;
/// A column has at least so many lines.
const LINES: usize = 3;

type Placed = (Line, usize);

/// Brings lines into reading order and numbers their columns.
pub(super) fn sort(lines: &mut Vec<Placed>) {
    let all: Vec<Line> = std::mem::take(lines).into_iter().map(|it| it.0).collect();
    let mut column = 0;
    let many = all.len() > MANY;
    cut(all, if many { 0 } else { 12 }, &mut column, lines);
}

fn cut(all: Vec<Line>, depth: usize, column: &mut usize, out: &mut Vec<Placed>) {
    let Some((x, top, bottom)) = (if depth == 0 { None } else { strip(&all) }) else {
        down(all, column, out);
        return;
    };
    let (mut above, mut left, mut right, mut below) = (vec![], vec![], vec![], vec![]);
    for line in all {
        if line.base < top {
            above.push(line);
        } else if line.base > bottom {
            below.push(line);
        } else if line.right <= x {
            left.push(line);
        } else {
            right.push(line);
        }
    }
    for part in [above, left, right, below] {
        if !part.is_empty() {
            cut(part, depth - 1, column, out);
        }
    }
}

/// From top to bottom; parts of one line from left to right.
fn down(mut all: Vec<Line>, column: &mut usize, out: &mut Vec<Placed>) {
    all.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Line> = Vec::new();
    for line in all {
        match rows.last_mut() {
            Some(row)
                if (line.base - row.base).abs() <= 0.2 * row.size && line.left >= row.right =>
            {
                row.text.push(' ');
                row.text.push_str(&line.text);
                row.right = line.right;
                row.size = row.size.max(line.size);
            }
            _ => rows.push(line),
        }
    }
    out.extend(rows.into_iter().map(|it| (it, *column)));
    *column += 1;
}

/// The strip with the most lines beside it: its place, and the first and last baseline next to it.
fn strip(all: &[Line]) -> Option<(f64, f64, f64)> {
    let mut sorted: Vec<&Line> = all.iter().collect();
    sorted.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut places: Vec<f64> = all.iter().map(|it| it.left - 0.5).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    let mut best: Option<(usize, f64, f64, f64)> = None;
    for x in places {
        for run in sorted.split(|it| it.left < x && it.right > x) {
            let Some((count, top, bottom)) = beside(run, x) else { continue };
            if best.is_none_or(|it| count > it.0) {
                best = Some((count, x, top, bottom));
            }
        }
    }
    best.map(|(_, x, top, bottom)| (x, top, bottom))
}

/// How many lines stand on both sides of `x`, where two columns do, and from where to where.
fn beside(run: &[&Line], x: f64) -> Option<(usize, f64, f64)> {
    let (left, right): (Vec<&Line>, Vec<&Line>) = run.iter().partition(|it| it.right <= x);
    if left.len() < LINES || right.len() < LINES {
        return None;
    }
    let size =
        run.iter().map(|it| it.size).sum::<f64>() / f64::from(u32::try_from(run.len()).ok()?);
    let end = left.iter().map(|it| it.right).fold(f64::MIN, f64::max);
    let start = right.iter().map(|it| it.left).fold(f64::MAX, f64::min);
    let ends = |side: &[&Line]| {
        let first = side.iter().map(|it| it.base).fold(f64::MAX, f64::min);
        let last = side.iter().map(|it| it.base).fold(f64::MIN, f64::max);
        (first, last)
    };
    let (one, other) = (ends(&left), ends(&right));
    let together = one.1.min(other.1) - one.0.max(other.0);
    // Numbers of a list and their items are no columns: both sides are wide.
    let wide = |side: &[&Line]| {
        let widths: f64 = side.iter().map(|it| it.right - it.left).sum();
        widths / f64::from(u32::try_from(side.len()).unwrap_or(u32::MAX)) > 5.0 * size
    };
    let apart = start - end >= 0.6 * size;
    (apart && together >= 2.0 * size && wide(&left) && wide(&right))
        .then(|| (run.len(), one.0.min(other.0) - 0.1, one.1.max(other.1) + 0.1))
}
