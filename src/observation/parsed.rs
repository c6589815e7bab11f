//! What a line was, as the shell read it: its text, and the aliases that were in force.

use super::{AliasState, Observation};
use crate::syntax::parse::{self, Parsed};
use bumpalo::Bump;

/// The aliases of an observation, as the parser wants them.
struct InForce<'o>(&'o [AliasState]);

impl parse::Aliases for InForce<'_> {
    fn value(&self, name: &[u8]) -> Option<Vec<u8>> {
        let alias = self.0.iter().find(|alias| alias.name == name)?;
        Some(alias.value.clone())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Observation {
    /// The line as a tree in `arena`. An alias that the line itself defines is not known to what follows it there, as it is to
    /// the shell from the next physical line on.
    pub fn parsed<'a>(&'a self, arena: &'a Bump) -> Parsed<'a> {
        parse::parse(self.line.as_bytes(), arena, &InForce(&self.aliases))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ast::Command;

    /// How many words the first command of `line` has.
    fn words(line: &str, aliases: &[(&str, &str)]) -> usize {
        let fact = |(name, value): &(&str, &str)| AliasState {
            name: name.as_bytes().to_vec(),
            value: value.as_bytes().to_vec(),
        };
        let observation = Observation {
            line: line.to_owned(),
            aliases: aliases.iter().map(fact).collect(),
            ..Observation::default()
        };
        let arena = Bump::new();
        let Parsed::Complete(script) = observation.parsed(&arena) else {
            panic!("{line} is not complete");
        };
        match script.list.items[0].and_or.first.commands {
            [Command::Simple(command)] => command.words.len(),
            _ => 0,
        }
    }

    #[test]
    fn aliases_in_force_take_the_place_of_words() {
        assert_eq!(words("ll x", &[]), 2);
        assert_eq!(words("ll x", &[("ll", "ls -l -a")]), 4);
        assert_eq!(words("x ll", &[("ll", "ls -l -a")]), 2);
    }
}
