//! One field of `printf`'s output: text or a number, filled up to its width. Blanks and zeros are written as they come, so
//! that a width costs time but no memory.

use crate::engine::shell::output::Output;
use nix::errno::Errno;

/// Flags, width and precision of a conversion.
#[derive(Default)]
pub struct Conversion {
    /// `-`: the blanks stand behind.
    pub left: bool,
    /// `+`: a sign in any case.
    pub plus: bool,
    /// ` `: a blank where no sign stands.
    pub space: bool,
    /// `#`
    pub alternative: bool,
    /// `0`: zeros instead of blanks.
    pub zero: bool,
    /// The least width, in bytes.
    pub width: usize,
    /// What stands behind the period.
    pub precision: Option<usize>,
    /// Which argument of this pass it takes, from 1; `None`: the next one.
    pub number: Option<usize>,
}

/// A number as it is written: all of it one after the other.
#[derive(Default)]
pub struct Number<'n> {
    /// The sign, or what tells the base.
    pub prefix: &'n str,
    /// So many zeros before the digits.
    pub leading: usize,
    /// The digits, with a decimal point perhaps.
    pub digits: &'n str,
    /// So many zeros behind them.
    pub trailing: usize,
    /// The exponent.
    pub exponent: &'n str,
}

/// Bytes that are filled in at once.
const BLOCK: usize = 4096;

impl Conversion {
    /// The sign of a number.
    pub fn sign(&self, negative: bool) -> &'static str {
        match negative {
            true => "-",
            false if self.plus => "+",
            false if self.space => " ",
            false => "",
        }
    }

    /// What of `text` the precision leaves, in bytes.
    pub fn cut<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let most = self.precision.unwrap_or(text.len());
        &text[..most.min(text.len())]
    }

    /// Writes `text` with blanks around it.
    ///
    /// # Errors
    /// Those of write(2).
    pub fn write_text(&self, out: &mut Output, text: &[u8]) -> Result<(), Errno> {
        let blanks = self.width.saturating_sub(text.len());
        fill(out, b' ', if self.left { 0 } else { blanks })?;
        out.push(text)?;
        fill(out, b' ', if self.left { blanks } else { 0 })
    }

    /// Writes a number with blanks around it, or zeros before its digits if it `may` have them.
    ///
    /// # Errors
    /// Those of write(2).
    pub fn write_number(&self, out: &mut Output, number: &Number, may: bool) -> Result<(), Errno> {
        let text = number.prefix.len() + number.digits.len() + number.exponent.len();
        let missing = (self.width)
            .saturating_sub(text)
            .saturating_sub(number.leading)
            .saturating_sub(number.trailing);
        let zeros = self.zero && !self.left && may;
        fill(out, b' ', if self.left || zeros { 0 } else { missing })?;
        out.push(number.prefix.as_bytes())?;
        fill(out, b'0', if zeros { missing } else { 0 })?;
        fill(out, b'0', number.leading)?;
        out.push(number.digits.as_bytes())?;
        fill(out, b'0', number.trailing)?;
        out.push(number.exponent.as_bytes())?;
        fill(out, b' ', if self.left { missing } else { 0 })
    }
}

fn fill(out: &mut Output, byte: u8, mut count: usize) -> Result<(), Errno> {
    let block = [byte; BLOCK];
    while count > 0 {
        let some = count.min(BLOCK);
        out.push(&block[..some])?;
        count -= some;
    }
    Ok(())
}
