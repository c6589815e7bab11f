//! Options that are named by what they say.

/// The texts of the options of a step, as they may be typed.
pub(super) struct Texts(Vec<String>);

impl Texts {
    pub(super) fn new<'t>(texts: impl Iterator<Item = &'t str>) -> Texts {
        Texts(texts.map(bare).collect())
    }

    /// The option whose text is `typed`, with or without its backquotes.
    pub(super) fn one(&self, typed: &str) -> Option<usize> {
        let typed = bare(typed);
        let named = |text: &String| *text == typed;
        self.0.iter().position(named).filter(|_| !typed.is_empty())
    }

    /// The one option whose text is `typed` behind a dash: `s` where `-s` is one.
    pub(super) fn without_dash(&self, typed: &str) -> Option<usize> {
        self.one(&format!("-{}", bare(typed)))
    }

    /// What all of `typed` names: one text, or several between commas.
    pub(super) fn all(&self, typed: &str) -> Option<Vec<usize>> {
        if let Some(one) = self.one(typed) {
            return Some(vec![one]);
        }
        let mut all: Vec<usize> = Vec::new();
        for part in typed.split(',') {
            let one = self.one(part)?;
            if !all.contains(&one) {
                all.push(one);
            }
        }
        Some(all)
    }

    /// What `typed` names one after the other: texts between commas if all are, else its words.
    pub(super) fn parts<'a>(&self, typed: &'a str) -> Vec<&'a str> {
        let parts: Vec<&str> = typed.split(',').collect();
        match parts.iter().all(|part| self.one(part).is_some()) {
            true => parts,
            false => super::words(typed).collect(),
        }
    }
}

/// Without what only marks a text as code, and without blanks around it.
fn bare(text: &str) -> String {
    text.replace('`', "").trim().to_owned()
}
