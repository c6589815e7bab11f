//! [`Separators`]: the value of `IFS`, ready for use.

use crate::character::Characters;

/// What a character means to field splitting (XCU 2.6.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// It is not in `IFS`.
    None,
    /// White space of `IFS`: any number of them is one delimiter.
    Space,
    /// Another character of `IFS`: each is a delimiter.
    Other,
}

/// Which characters separate fields. Made anew when `IFS` changes, so that splitting looks at nothing else.
#[derive(Clone, Debug)]
pub struct Separators {
    /// By first byte.
    classes: [Separator; 256],
    /// The characters of more than one byte.
    wide: Vec<Vec<u8>>,
    /// What joins the positional parameters in `"$*"`.
    joint: Vec<u8>,
}

impl Separators {
    /// Those of this value of `IFS`, as such `characters`; it is as if it were space, tab and newline while it is not set.
    pub fn new(ifs: Option<&[u8]>, characters: Characters) -> Separators {
        let mut rest = ifs.unwrap_or(b" \t\n");
        let mut separators = Separators {
            classes: [Separator::None; 256],
            wide: Vec::new(),
            joint: Vec::new(),
        };
        while !rest.is_empty() {
            let (character, behind) = rest.split_at(characters.first(rest).1);
            separators.add(character);
            rest = behind;
        }
        separators
    }

    fn add(&mut self, character: &[u8]) {
        if self.joint.is_empty() {
            self.joint = character.to_vec();
        }
        self.classes[usize::from(character[0])] = match character {
            b" " | b"\t" | b"\n" => Separator::Space,
            _ => Separator::Other,
        };
        if character.len() > 1 {
            self.wide.push(character.to_vec());
        }
    }

    /// What the character at the start of `text`, which is not empty, means; and how many of its bytes that covers.
    pub fn at(&self, text: &[u8]) -> (Separator, usize) {
        let first = text[0];
        let class = self.classes[usize::from(first)];
        if class == Separator::None || first.is_ascii() || self.wide.is_empty() {
            return (class, 1);
        }
        match self.wide.iter().find(|wide| text.starts_with(wide)) {
            Some(wide) => (class, wide.len()),
            None => (Separator::None, 1),
        }
    }

    /// The first character of `IFS`, which joins the positional parameters in `"$*"` (XCU 2.5.2).
    pub fn joint(&self) -> &[u8] {
        &self.joint
    }
}

impl Default for Separators {
    fn default() -> Separators {
        Separators::new(None, Characters::default())
    }
}
