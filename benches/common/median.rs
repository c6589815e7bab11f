//! The middle of many measurements, which one slow moment does not move.

/// The value in the middle; of an even number of them the greater one.
pub fn median<T: Copy>(values: &[T], compare: impl FnMut(&T, &T) -> std::cmp::Ordering) -> T {
    let mut sorted = values.to_vec();
    sorted.sort_by(compare);
    sorted[sorted.len() / 2]
}
