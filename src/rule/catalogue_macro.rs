//! Makes the type [`Rule`](super::Rule) of the lines of the catalogue: a variant and its entry cannot disagree.

macro_rules! catalogue {
    ($($rule:ident, $id:literal, $posix:literal, $sentence:literal;)+) => {
        /// A decision of the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Rule {
            $(#[doc = concat!("`", $id, "`")] $rule,)+
        }

        impl Rule {
            /// Every rule, in the order a course meets them.
            pub fn all() -> impl Iterator<Item = Rule> {
                CATALOGUE.iter().map(|entry| entry.rule)
            }

            pub(super) fn entry(self) -> &'static Entry {
                // Variants and entries are made of the same lines, in the same order.
                &CATALOGUE[self as usize]
            }
        }

        static CATALOGUE: &[Entry] = &[
            $(Entry { rule: Rule::$rule, id: $id, sentence: $sentence, posix: $posix },)+
        ];
    };
}
