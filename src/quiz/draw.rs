//! Draws a question from some templates: a variant that somebody with one of the ideas a template is there for would answer
//! wrong, that was not asked of late, here or elsewhere, and in which least is unknown to the learner. The same seed draws the same question.

use super::likeness::alike;
use super::template::{Bank, Template, Variant};
use super::wrong_answers::WrongAnswers;
use crate::lesson::check::{Construct, written};
use crate::misreading::Misreading;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What a draw depends on.
#[derive(Clone, Debug)]
pub struct Draw<'a> {
    /// Where the templates are.
    pub bank: &'a Bank,
    /// Who answers their variants wrong.
    pub wrong_answers: &'a WrongAnswers,
    /// Sessions that were asked already, oldest first.
    pub asked: &'a [String],
    /// Sessions that were asked elsewhere, or stand in the lesson: another is asked as long as there is one.
    pub avoided: &'a [String],
    /// Sessions beside which it is asked, or behind which soon: another question is drawn, as long as there is one, and not the
    /// same with another name in it.
    pub beside: &'a [String],
    /// Where misreadings are to be asked about, those, the most urgent first: somebody with the first for which there is such a
    /// question answers it wrong.
    pub about: &'a [Misreading],
    /// What of the language the learner knows.
    pub known: &'a [Construct],
    /// Decides among what is left.
    pub seed: u64,
}

impl<'a> Draw<'a> {
    /// A variant of one of `templates`, which are ids: of question number `place`, 0-based, where several are drawn together,
    /// so that they are of different templates. `None` if there is no such template.
    pub fn one(&self, templates: &[String], place: usize) -> Option<Variant<'a>> {
        let known = templates.iter().filter_map(|id| self.bank.template(id));
        let known: Vec<&Template> = known.collect();
        let mut numbers = Numbers(self.seed);
        let start = numbers.below(known.len())?;
        let turn = |offset: usize| known[(start + place + offset) % known.len()];
        // A template all of whose variants have been asked comes after one that has something new.
        let mut fresh = |variants: &dyn Fn(&'a Template) -> Vec<Variant<'a>>, may_be_alike| {
            (0..known.len()).find_map(|offset| {
                let new = |variant: &Variant| {
                    !self.asked.contains(&variant.text())
                        && (may_be_alike || self.is_another(*variant))
                };
                let new = variants(turn(offset)).into_iter().filter(new);
                self.elsewhere_not(&new.collect::<Vec<_>>(), &mut numbers)
            })
        };
        // Of several questions the first is about what is to be asked about.
        let about = || self.about.iter().filter(|_| place == 0);
        let mut found = None;
        for may_be_alike in [false, true] {
            found = found.or_else(|| {
                let tells = |idea: Misreading| move |of: &'a Template| self.that_tell(idea, of);
                about().find_map(|idea| fresh(&tells(*idea), may_be_alike))
            });
        }
        let telling = |of: &'a Template| self.telling(of);
        let fresh = found
            .or_else(|| fresh(&telling, false))
            .or_else(|| fresh(&telling, true));
        fresh.or_else(|| {
            let mut telling = self.telling(turn(0));
            // What was asked longest ago, here or elsewhere.
            let latest = |variant: &Variant| {
                let text = variant.text();
                let everywhere = self.avoided.iter().chain(self.asked);
                everywhere
                    .enumerate()
                    .filter(|(_, asked)| **asked == text)
                    .last()
                    .map(|(at, _)| at)
            };
            let oldest = telling.iter().map(latest).min();
            telling.retain(|variant| Some(latest(variant)) == oldest);
            numbers.among(&self.plainest(telling))
        })
    }

    /// The variants of `template` that somebody with `idea` answers wrong.
    fn that_tell(&self, idea: Misreading, template: &'a Template) -> Vec<Variant<'a>> {
        let variants = template.variants();
        let tells = |variant: &Variant| self.wrong_answers.answer(*variant, idea).is_some();
        variants.filter(tells).collect()
    }

    /// Whether it is nearly the same as none of those beside which it is asked.
    fn is_another(&self, variant: Variant) -> bool {
        let others = variant.template.variants();
        let mut beside = others.filter(|other| self.beside.contains(&other.text()));
        !beside.any(|other| alike(variant, other, self.wrong_answers))
    }

    /// One of the plainest of `variants` that is to be avoided as little as its neighbours; if all of these are, of the others.
    fn elsewhere_not(
        &self,
        variants: &[Variant<'a>],
        numbers: &mut Numbers,
    ) -> Option<Variant<'a>> {
        // The same on one line or on several is the same.
        let lines = |text: &str| text.trim_end().replace("; ", "\n");
        let avoided: HashSet<String> = self.avoided.iter().map(|asked| lines(asked)).collect();
        let avoided = |variant: &Variant| avoided.contains(&lines(&variant.text()));
        let by_turns = self.by_turns(self.plainest(variants.to_vec()), numbers)?;
        let mut by_turns = by_turns.into_iter();
        by_turns.find(|variant| !avoided(variant)).or_else(|| {
            let left = variants.iter().copied().filter(|variant| !avoided(variant));
            let left = self.plainest(left.collect());
            left.first().copied()
        })
    }

    /// All of `variants`, from one on that chance says. Of a balanced template it says first which wrong answers there are to
    /// it, then which of those with them.
    fn by_turns(
        &self,
        mut variants: Vec<Variant<'a>>,
        numbers: &mut Numbers,
    ) -> Option<Vec<Variant<'a>>> {
        if !variants.first()?.template.balanced {
            let start = numbers.below(variants.len())?;
            variants.rotate_left(start);
            return Some(variants);
        }
        let mut alike: BTreeMap<BTreeSet<&str>, Vec<Variant>> = BTreeMap::new();
        for variant in variants {
            let wrong = self.wrong_answers.all(variant).into_iter().flatten();
            let wrong = wrong.map(|(_, answer)| answer.as_str()).collect();
            alike.entry(wrong).or_default().push(variant);
        }
        let mut groups: Vec<Vec<Variant>> = alike.into_values().collect();
        let first = numbers.below(groups.len())?;
        groups.rotate_left(first);
        let start = numbers.below(groups[0].len())?;
        groups[0].rotate_left(start);
        Some(groups.into_iter().flatten().collect())
    }

    /// Those of `variants` that use the fewest constructs that are not known.
    fn plainest(&self, mut variants: Vec<Variant<'a>>) -> Vec<Variant<'a>> {
        let unknown = |variant: &Variant| {
            let mut used = written(&variant.text());
            used.retain(|construct| !self.known.contains(construct));
            used.into_iter().collect::<HashSet<_>>().len()
        };
        let fewest = variants.iter().map(unknown).min();
        variants.retain(|variant| Some(unknown(variant)) == fewest);
        variants
    }

    /// The variants of `template` that tell one of its own ideas from the truth; else those that tell any; else all.
    fn telling(&self, template: &'a Template) -> Vec<Variant<'a>> {
        let probes = template.probes.iter();
        let probes: Vec<Misreading> = probes.filter_map(|id| Misreading::named(id)).collect();
        let probed = |variant: &Variant| {
            let mut probes = probes.iter();
            probes.any(|probe| self.wrong_answers.answer(*variant, *probe).is_some())
        };
        let told = |variant: &Variant| self.wrong_answers.all(*variant).is_some();
        let all: Vec<Variant> = template.variants().collect();
        let some = |fits: &dyn Fn(&Variant) -> bool| {
            let fitting = all.iter().copied().filter(|variant| fits(variant));
            let fitting: Vec<Variant> = fitting.collect();
            (!fitting.is_empty()).then_some(fitting)
        };
        some(&probed).or_else(|| some(&told)).unwrap_or(all)
    }
}

/// The ids of the templates that are there for one of `misreadings`, those for most of them first, then in the bank's order.
pub fn templates_for(bank: &Bank, misreadings: &[Misreading]) -> Vec<String> {
    let probes = |template: &Template| {
        let ids = misreadings.iter().map(|misreading| misreading.id());
        ids.filter(|id| template.probes.iter().any(|probe| probe == id))
            .count()
    };
    let mut fitting: Vec<(usize, &Template)> = bank
        .templates
        .iter()
        .map(|template| (probes(template), template))
        .filter(|(count, _)| *count > 0)
        .collect();
    fitting.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    fitting
        .into_iter()
        .map(|(_, template)| template.id.clone())
        .collect()
}

/// A number made of others and of texts: the same of the same ones, and of others most likely another (FNV-1a).
pub fn seed_of(base: u64, texts: &[&str]) -> u64 {
    let texts = texts.iter().flat_map(|text| text.bytes().chain([0]));
    let bytes = base.to_le_bytes().into_iter().chain(texts);
    bytes.fold(0xcbf2_9ce4_8422_2325, |seed, byte| {
        (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Numbers that look like chance (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One from 0 to below `count`.
    fn below(&mut self, count: usize) -> Option<usize> {
        let count = u64::try_from(count).ok().filter(|count| *count > 0)?;
        usize::try_from(self.next() % count).ok()
    }

    fn among<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        let index = self.below(items.len())?;
        Some(items[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A draw of which nothing is asked but that its seed decides.
    fn plain<'b>(bank: &'b Bank, wrong_answers: &'b WrongAnswers, seed: u64) -> Draw<'b> {
        Draw {
            bank,
            wrong_answers,
            asked: &[],
            known: &[],
            avoided: &[],
            beside: &[],
            about: &[],
            seed,
        }
    }

    fn drawn(templates: &[&str], asked: &[String], seed: u64, place: usize) -> Option<String> {
        let (bank, wrong_answers) = (Bank::built_in().unwrap(), WrongAnswers::built_in().unwrap());
        let draw = Draw {
            asked,
            ..plain(&bank, &wrong_answers, seed)
        };
        let templates: Vec<String> = templates.iter().map(|id| (*id).to_owned()).collect();
        draw.one(&templates, place).map(Variant::text)
    }

    #[test]
    fn a_seed_draws_the_same_and_seeds_draw_different_ones() {
        let draw = |seed| drawn(&["T01", "T02"], &[], seed, 0).unwrap();
        assert_eq!(draw(7), draw(7));
        let different: std::collections::BTreeSet<String> = (0..40).map(draw).collect();
        assert!(different.len() > 8, "{different:?}");
    }

    #[test]
    fn whoever_has_an_idea_the_template_is_for_would_be_wrong() {
        let (bank, wrong_answers) = (Bank::built_in().unwrap(), WrongAnswers::built_in().unwrap());
        for template in &bank.templates {
            for seed in 0..20 {
                let draw = plain(&bank, &wrong_answers, seed);
                let variant = draw.one(std::slice::from_ref(&template.id), 0).unwrap();
                let probes = template
                    .probes
                    .iter()
                    .filter_map(|id| Misreading::named(id));
                let told = probes.filter(|probe| wrong_answers.answer(variant, *probe).is_some());
                assert!(told.count() > 0, "{}: {}", template.id, variant.text());
            }
        }
    }

    #[test]
    fn no_answer_is_right_nearly_always() {
        let (bank, wrong_answers) = (Bank::built_in().unwrap(), WrongAnswers::built_in().unwrap());
        for id in ["T06", "T11", "T16", "T17", "T46"] {
            let mut draws: BTreeMap<Vec<String>, usize> = BTreeMap::new();
            for seed in 0..90 {
                let draw = plain(&bank, &wrong_answers, seed);
                let variant = draw.one(&[id.to_owned()], 0).unwrap();
                let wrong = wrong_answers.all(variant).unwrap().values().cloned();
                *draws.entry(wrong.collect()).or_default() += 1;
            }
            let most = draws.values().max().unwrap();
            assert!(*most <= 65, "{id}: {draws:?}");
        }
    }

    #[test]
    fn what_is_not_taught_yet_comes_last() {
        let (bank, wrong_answers) = (Bank::built_in().unwrap(), WrongAnswers::built_in().unwrap());
        let draw = |known: &[Construct], asked: &[String], seed| {
            let draw = Draw {
                asked,
                known,
                ..plain(&bank, &wrong_answers, seed)
            };
            draw.one(&["T10".to_owned()], 0).map(Variant::text).unwrap()
        };
        let known = [
            &Construct::BROUGHT[..],
            &[Construct::Subshell, Construct::BraceGroup],
        ]
        .concat();
        let has = |text: &str, construct| written(text).contains(&construct);
        let mut asked = Vec::new();
        for seed in 0..20 {
            let text = draw(&known, &[], seed);
            assert!(
                !has(&text, Construct::Function) && !has(&text, Construct::Pipe),
                "{text}"
            );
            if !asked.contains(&text) {
                asked.push(text);
            }
        }
        assert!(asked.len() > 1, "{asked:?}");
        for _ in 0..20 {
            asked.push(draw(&known, &asked, 1));
        }
        assert!(
            asked.iter().any(|text| has(text, Construct::Function)),
            "{asked:?}"
        );
    }

    #[test]
    fn what_was_asked_is_not_asked_again_until_all_was() {
        let mut asked: Vec<String> = Vec::new();
        for seed in 0..100 {
            let next = drawn(&["T02"], &asked, seed, 0).unwrap();
            if asked.contains(&next) {
                break;
            }
            asked.push(next);
        }
        assert!((5..40).contains(&asked.len()), "{asked:?}");
        for seed in 0..20 {
            assert_ne!(drawn(&["T02"], &asked, seed, 0).as_ref(), asked.last());
        }
    }

    #[test]
    fn what_was_asked_elsewhere_is_avoided_while_there_is_another() {
        let (bank, wrong_answers) = (Bank::built_in().unwrap(), WrongAnswers::built_in().unwrap());
        let templates = ["T03".to_owned()];
        let mut avoided: Vec<String> = Vec::new();
        let mut draw = |seed| {
            let draw = Draw {
                avoided: &avoided,
                ..plain(&bank, &wrong_answers, seed)
            };
            let text = draw.one(&templates, 0).map(Variant::text).unwrap();
            let is_new = !avoided.contains(&text);
            avoided.push(text);
            is_new
        };
        let new = (0..50).take_while(|seed| draw(*seed)).count();
        assert!((5..30).contains(&new), "{new}");
        // All have been asked: then the one that was longest ago.
        let text = avoided.pop().unwrap();
        assert_eq!(text, avoided[0]);
    }

    #[test]
    fn what_is_asked_about_is_told_from_the_truth() {
        let (bank, wrong_answers) = (Bank::built_in().unwrap(), WrongAnswers::built_in().unwrap());
        for misreading in [Misreading::StickyStatus, Misreading::KeepsFailure] {
            let templates = templates_for(&bank, &[misreading]);
            for seed in 0..20 {
                let draw = Draw {
                    about: &[misreading],
                    ..plain(&bank, &wrong_answers, seed)
                };
                let variant = draw.one(&templates, 0).unwrap();
                assert!(wrong_answers.answer(variant, misreading).is_some());
            }
        }
    }

    #[test]
    fn beside_a_question_another_one_is_drawn_where_there_is_one() {
        let (bank, wrong_answers) = (Bank::built_in().unwrap(), WrongAnswers::built_in().unwrap());
        for template in &bank.templates {
            let ids = std::slice::from_ref(&template.id);
            for seed in 0..5 {
                let draw = plain(&bank, &wrong_answers, seed);
                let first = draw.one(ids, 0).unwrap();
                let beside = [first.text()];
                let draw = Draw {
                    asked: &beside,
                    beside: &beside,
                    ..draw
                };
                let second = draw.one(ids, 0).unwrap();
                let is_another = |variant: Variant| !alike(variant, first, &wrong_answers);
                let there_is_one = draw.telling(template).into_iter().any(is_another);
                let both = format!("{}:\n{}\n{}", template.id, first.text(), second.text());
                assert!(is_another(second) || !there_is_one, "{both}");
            }
        }
    }

    #[test]
    fn questions_that_stand_together_are_of_different_templates() {
        for seed in 0..10 {
            let first = drawn(&["T01", "T03"], &[], seed, 0).unwrap();
            let second = drawn(&["T01", "T03"], &[], seed, 1).unwrap();
            assert_ne!(first.starts_with("sh -c"), second.starts_with("sh -c"));
        }
        assert_eq!(drawn(&["T99"], &[], 1, 0), None);
        assert_eq!(drawn(&[], &[], 1, 0), None);
    }

    #[test]
    fn templates_are_found_by_what_they_are_there_for() {
        let bank = Bank::built_in().unwrap();
        let found = templates_for(&bank, &[Misreading::StickyStatus, Misreading::KeepsFailure]);
        assert_eq!(found[0], "T01");
        assert!(found.contains(&"T02".to_owned()));
        assert!(templates_for(&bank, &[]).is_empty());
    }
}
