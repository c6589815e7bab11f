//! Marks in the output: an escape sequence no program writes by chance, put there by the shell and taken out by the host.
//!
//! Pure. A mark that stands in the output stands exactly where it was written, however the kernel buffers; so the bytes
//! before it are those of the commands before it. Only upper-case letters, digits and signs: no terminal mode changes them.

/// A secret of the session, so that no program can write a mark of ours by accident or by copying another session's.
#[derive(Clone, Debug)]
pub struct Nonce(pub String);

impl Nonce {
    /// A fresh one.
    pub fn new() -> Nonce {
        use std::hash::{BuildHasher, Hasher};
        let random = || std::hash::RandomState::new().build_hasher().finish();
        Nonce(format!("{:016X}", random()))
    }

    fn opening(&self) -> Vec<u8> {
        format!("\x1b]7700;{};", self.0).into_bytes()
    }
}

impl Default for Nonce {
    fn default() -> Self {
        Nonce::new()
    }
}

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// All output up to the event with this `seq` stands before it.
    Fence(u32),
    /// All output of the line with this number stands before it.
    End(u32),
    /// What the shell itself has to say begins: it is shown, and is no command's output.
    Aside,
    /// It ends.
    AsideEnd,
}

impl Mark {
    /// The bytes to write.
    pub fn encode(self, nonce: &Nonce) -> Vec<u8> {
        let (letter, number) = match self {
            Mark::Fence(seq) => ('F', seq),
            Mark::End(line) => ('E', line),
            Mark::Aside => ('A', 1),
            Mark::AsideEnd => ('A', 0),
        };
        let mut bytes = nonce.opening();
        bytes.extend_from_slice(format!("{letter}{number}\x07").as_bytes());
        bytes
    }
}

/// A part of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'b> {
    /// Output, never empty.
    Bytes(&'b [u8]),
    /// A mark.
    Mark(Mark),
}

/// Takes marks out of a stream that arrives in chunks.
#[derive(Debug)]
pub struct Stripper {
    opening: Vec<u8>,
    /// What may yet become a mark: always a prefix of one.
    held: Vec<u8>,
    /// Whether a mark may be torn: see [`Stripper::may_tear`].
    may_tear: bool,
}

/// What the bytes at some point are.
enum Candidate {
    Mark(Mark, usize),
    Unfinished,
    /// So many bytes of a mark, and then something else.
    Torn(usize),
    Other,
}

impl Stripper {
    /// One for a session's marks.
    pub fn new(nonce: &Nonce) -> Stripper {
        Stripper {
            opening: nonce.opening(),
            held: Vec::new(),
            may_tear: false,
        }
    }

    /// Says whether the beginning of a mark may come and never its end: at a key that is a signal the terminal throws away what it
    /// holds, and shows the key, as `^` and a letter.
    pub fn may_tear(&mut self, may_tear: bool) {
        self.may_tear = may_tear;
    }

    /// Takes the next chunk and gives what is certain of it; a possible beginning of a mark waits for the next one.
    pub fn feed(&mut self, chunk: &[u8], mut give: impl FnMut(Piece<'_>)) {
        let joined;
        let mut rest = chunk;
        if !self.held.is_empty() {
            self.held.extend_from_slice(chunk);
            joined = std::mem::take(&mut self.held);
            rest = &joined;
        }
        let mut plain = 0;
        while let Some(found) = memchr::memchr(0x1b, &rest[plain..]) {
            let at = plain + found;
            match self.candidate(&rest[at..]) {
                Candidate::Other => plain = at + 1,
                Candidate::Torn(length) => {
                    give_bytes(&rest[..at], &mut give);
                    rest = &rest[at + length..];
                    plain = 0;
                }
                Candidate::Unfinished => {
                    give_bytes(&rest[..at], &mut give);
                    self.held = rest[at..].to_vec();
                    return;
                }
                Candidate::Mark(mark, length) => {
                    give_bytes(&rest[..at], &mut give);
                    give(Piece::Mark(mark));
                    rest = &rest[at + length..];
                    plain = 0;
                }
            }
        }
        give_bytes(rest, &mut give);
    }

    /// Whether something waits.
    pub fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// Gives what waits as output: no more is coming, or not soon.
    pub fn release(&mut self, mut give: impl FnMut(Piece<'_>)) {
        let held = std::mem::take(&mut self.held);
        give_bytes(&held, &mut give);
    }

    fn candidate(&self, bytes: &[u8]) -> Candidate {
        match self.whole_or_other(bytes) {
            Candidate::Other if self.may_tear => self.torn(bytes),
            candidate => candidate,
        }
    }

    /// What is no mark is the beginning of one, if a key follows it.
    fn torn(&self, bytes: &[u8]) -> Candidate {
        let key = memchr::memchr(b'^', bytes).unwrap_or(0);
        match self.whole_or_other(&bytes[..key]) {
            Candidate::Unfinished if key > 0 => Candidate::Torn(key),
            _ => Candidate::Other,
        }
    }

    fn whole_or_other(&self, bytes: &[u8]) -> Candidate {
        let common = bytes.len().min(self.opening.len());
        if bytes[..common] != self.opening[..common] {
            return Candidate::Other;
        }
        let body = &bytes[common..];
        let digits = body
            .iter()
            .skip(1)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        match (body.first(), body.get(1 + digits)) {
            (None, _) => Candidate::Unfinished,
            (Some(b'F' | b'E' | b'A'), _) if digits > 10 => Candidate::Other,
            (Some(b'F' | b'E' | b'A'), None) => Candidate::Unfinished,
            (Some(letter @ (b'F' | b'E' | b'A')), Some(7)) => {
                let number = std::str::from_utf8(&body[1..=digits]).ok();
                let mark = match (letter, number.and_then(|digits| digits.parse().ok())) {
                    (b'F', Some(seq)) => Mark::Fence(seq),
                    (b'E', Some(line)) => Mark::End(line),
                    (_, Some(0)) => Mark::AsideEnd,
                    (_, Some(_)) => Mark::Aside,
                    (_, None) => return Candidate::Other,
                };
                Candidate::Mark(mark, common + digits + 2)
            }
            _ => Candidate::Other,
        }
    }
}

fn give_bytes(bytes: &[u8], give: &mut impl FnMut(Piece<'_>)) {
    if !bytes.is_empty() {
        give(Piece::Bytes(bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nonce() -> Nonce {
        Nonce("AB12".to_owned())
    }

    /// Feeds `input` in chunks of `size`; output as text, marks in angle brackets, `|` before what had to be released.
    fn strip(input: &[u8], size: usize) -> String {
        let mut stripper = Stripper::new(&nonce());
        let mut seen = String::new();
        for chunk in input.chunks(size) {
            stripper.feed(chunk, |piece| show(&mut seen, piece));
        }
        if stripper.is_holding() {
            seen.push('|');
        }
        stripper.release(|piece| show(&mut seen, piece));
        seen
    }

    fn show(seen: &mut String, piece: Piece<'_>) {
        match piece {
            Piece::Bytes(bytes) => seen.push_str(&String::from_utf8_lossy(bytes)),
            Piece::Mark(Mark::Fence(seq)) => seen.push_str(&format!("<F{seq}>")),
            Piece::Mark(Mark::End(line)) => seen.push_str(&format!("<E{line}>")),
            Piece::Mark(Mark::Aside) => seen.push_str("<aside>"),
            Piece::Mark(Mark::AsideEnd) => seen.push_str("</aside>"),
        }
    }

    fn check(input: &[u8], expected: &str) {
        for size in 1..=input.len() {
            assert_eq!(strip(input, size), expected, "in chunks of {size}");
        }
    }

    #[test]
    fn marks_are_taken_out_wherever_the_stream_is_cut() {
        let mut input = b"one\n".to_vec();
        input.extend(Mark::Fence(7).encode(&nonce()));
        input.extend(b"two");
        input.extend(Mark::Fence(u32::MAX).encode(&nonce()));
        input.extend(Mark::Aside.encode(&nonce()));
        input.extend(b"[1] 7\n");
        input.extend(Mark::AsideEnd.encode(&nonce()));
        input.extend(Mark::End(3).encode(&nonce()));
        check(
            &input,
            "one\n<F7>two<F4294967295><aside>[1] 7\n</aside><E3>",
        );
    }

    #[test]
    fn other_escape_sequences_pass() {
        check(b"\x1b[31mred\x1b[0m", "\x1b[31mred\x1b[0m");
        check(b"\x1b]7700;AB13;F1\x07", "\x1b]7700;AB13;F1\x07");
        check(b"\x1b]7700;AB12;F\x07x", "\x1b]7700;AB12;F\x07x");
        check(
            b"\x1b]7700;AB12;F99999999999\x07",
            "\x1b]7700;AB12;F99999999999\x07",
        );
        check(b"\x1b\x1b\x1b]7700;AB12;F1\x07", "\x1b\x1b<F1>");
    }

    #[test]
    fn a_mark_torn_by_a_key_takes_nothing_with_it() {
        let whole = Mark::Fence(12).encode(&nonce());
        for length in 1..whole.len() {
            let mut stripper = Stripper::new(&nonce());
            stripper.may_tear(true);
            let mut seen = String::new();
            let torn = [b"a", &whole[..length], b"^C", &whole, b"\x1b[m"].concat();
            stripper.feed(&torn, |piece| show(&mut seen, piece));
            assert_eq!(seen, "a^C<F12>\x1b[m", "after {length}");
        }
    }

    #[test]
    fn an_unfinished_mark_waits_and_is_not_lost() {
        check(b"a\x1b]7700;AB", "a|\x1b]7700;AB");
        check(b"a\x1b", "a|\x1b");
    }
}
