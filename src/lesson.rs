//! A lesson as data: prose, steps, what each step asks and how it is judged.
//!
//! Pure: it neither runs anything nor shows anything. [`load`] reads lessons from Markdown, [`check`] judges an
//! [`Observation`](crate::observation::Observation), [`predict`] compares a prediction with what was printed.

pub mod ahead;
pub mod answer;
pub mod check;
pub mod entry;
pub mod hint;
pub mod label;
pub mod load;
pub mod order;
pub mod predict;
pub mod remark;
pub mod visible;

use check::{Check, Construct};
use serde::{Deserialize, Serialize};

/// A lesson's stable name, for instance `exit-status`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LessonId(pub String);

/// A step's stable name, unique within its lesson.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepId(pub String);

/// All lessons, in teaching order.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// In teaching order.
    pub lessons: Vec<Lesson>,
}

/// One lesson: one Markdown file.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Its stable name.
    pub id: LessonId,
    /// The line behind its name in the list, lower-case, no full stop.
    pub title: String,
    /// Lessons to be done before it.
    pub needs: Vec<LessonId>,
    /// Ids of the misconceptions it targets.
    pub ideas: Vec<String>,
    /// What of the language it introduces.
    pub teaches: Vec<Construct>,
    /// What is known when it is done: what a learner brings along, and what it and the lessons before it introduce.
    pub known: Vec<Construct>,
    /// What is said when the lesson opens: paragraphs in Markdown.
    pub prose: String,
    /// In order, never empty.
    pub steps: Vec<Step>,
    /// What is said when it ends: paragraphs in Markdown; may be empty.
    pub closing: String,
    /// The file it came from, as messages name it.
    pub file: String,
}

/// One step of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its stable name.
    pub id: StepId,
    /// The heading above it.
    pub heading: String,
    /// What is said before the task: paragraphs in Markdown; may be empty.
    pub prose: String,
    /// What to do, in one or two sentences; inline Markdown.
    pub task: String,
    /// What is asked, and how the answer is judged.
    pub kind: StepKind,
    /// Three: what to look at, the rule, a nearly complete line.
    pub hints: Vec<String>,
    /// Shown after success: a model answer, if the kind has one. Shell text; in a *try* step its lines are typed one after
    /// the other.
    pub answer: Option<String>,
    /// Another right answer, of the same form.
    pub alternative: Option<String>,
    /// Shown after success: why it is so. Inline Markdown.
    pub because: String,
    /// Other answers that pass, for the lesson's proof.
    pub right: Vec<Example>,
    /// Answers that are refused, for the lesson's proof.
    pub wrong: Vec<Example>,
    /// The programs without which it cannot be asked.
    pub needs_program: Option<NeedsProgram>,
    /// The files and variables the step starts with.
    pub setup: Setup,
    /// 1-based line of the step's TOML block in its file.
    pub line: u32,
    /// Where its texts stand in its file.
    pub lines: Lines,
}

/// Programs that not every system has, and what is shown of their step where one is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedsProgram {
    /// Their names, as a shell would find them along `PATH`; never empty. Practice versions do not count.
    pub names: Vec<String>,
    /// The sessions of the step, or its answer and what that prints; never empty.
    pub worked: Vec<Snippet>,
}

/// An answer that the author foresees: what comes of it is proved, never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// As `answer` is: lines to type, the text of the file, or the numbers of pieces.
    pub typed: String,
    /// Of one that is refused: the id of the one misconception that is named; `None` if none is.
    pub idea: Option<String>,
    /// 1-based line of its table in the file.
    pub line: u32,
}

/// 1-based lines of a step's texts in its file; 0 for what it does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Of the heading.
    pub heading: u32,
    /// Of `task`.
    pub task: u32,
    /// Of `hints`.
    pub hints: u32,
    /// Of `because`.
    pub because: u32,
    /// Of `answer`, or of the `model` in an *order* step.
    pub answer: u32,
    /// Of `alternative`.
    pub alternative: u32,
}

/// What a folder holds before anything runs in it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Setup {
    /// Path to content. Read from a lesson, each path stays within the folder.
    #[serde(deserialize_with = "load::files")]
    pub files: std::collections::BTreeMap<String, String>,
    /// Shell text run there first; what it prints is not shown.
    pub run: String,
    /// Whether its commands may speak TCP on this machine; else they have no network at all.
    pub loopback: bool,
}

/// What a step asks.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// Free typing, judged by what happened.
    Try {
        /// The file to be written; `None` means lines typed at the prompt.
        file: Option<String>,
        /// All must hold.
        judge: Judge,
    },
    /// Type the output before it runs.
    Predict {
        /// Asked one after the other, never empty.
        snippets: Vec<Snippet>,
    },
    /// Pick options.
    Choose {
        /// In the order shown.
        options: Vec<ChoiceOption>,
        /// Whether more than one may be right; if not, exactly one is.
        several: bool,
    },
    /// Pick what a session prints, from what it prints and what others believe it prints.
    Computed {
        /// What runs.
        snippet: Snippet,
        /// Ids of the misreadings whose outputs are options.
        misreadings: Vec<String>,
    },
    /// Give each item the option that belongs to it.
    Match {
        /// Asked together, never empty.
        items: Vec<MatchItem>,
        /// What may belong to them; one may belong to several, or to none.
        options: Vec<String>,
    },
    /// Predictions from templates, another variant each time.
    Drawn {
        /// Their ids in the bank, never empty.
        templates: Vec<String>,
        /// How many are asked.
        count: usize,
    },
    /// Repair a given line, or a file in the folder.
    Fix {
        /// The broken text.
        broken: String,
        /// The file it stands in; `None` means a line to be typed anew at the prompt.
        file: Option<String>,
        /// All must hold.
        judge: Judge,
    },
    /// Say what a run did.
    Trace {
        /// What runs.
        snippet: Snippet,
        /// What is asked of its commands.
        label: Label,
    },
    /// Put lines in order, leaving out what does not belong.
    Order {
        /// Every piece, in the order shown: those of the model and the distractors.
        pieces: Vec<String>,
        /// Indices into `pieces`: the model answer.
        model: Vec<usize>,
        /// How the script made of the chosen pieces, one a line, is judged; `None` means that the order itself is the answer.
        judge: Option<Judge>,
    },
}

impl Step {
    /// What the folder holds at first: of a *fix* step, its file too.
    pub fn first_setup(&self) -> Setup {
        let mut setup = self.setup.clone();
        if let StepKind::Fix {
            broken,
            file: Some(file),
            ..
        } = &self.kind
        {
            let files = &mut setup.files;
            files.entry(file.clone()).or_insert_with(|| broken.clone());
        }
        setup
    }

    /// The model answer and the other right one, as one text; empty if there is none.
    pub fn ways(&self) -> String {
        let ways = self.answer.iter().chain(&self.alternative);
        ways.map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

impl StepKind {
    /// The word lessons use for it: `try`, `predict`, …
    pub fn name(&self) -> &'static str {
        match self {
            StepKind::Try { .. } => "try",
            StepKind::Predict { .. } => "predict",
            StepKind::Choose { .. } | StepKind::Computed { .. } => "choose",
            StepKind::Match { .. } => "match",
            StepKind::Drawn { .. } => "drawn",
            StepKind::Fix { .. } => "fix",
            StepKind::Trace { .. } => "trace",
            StepKind::Order { .. } => "order",
        }
    }

    /// The sessions it asks about, in the order they are asked.
    pub fn snippets(&self) -> &[Snippet] {
        match self {
            StepKind::Predict { snippets } => snippets,
            StepKind::Computed { snippet, .. } | StepKind::Trace { snippet, .. } => {
                std::slice::from_ref(snippet)
            }
            _ => &[],
        }
    }

    /// The file that is judged, of a step that has one.
    pub fn file(&self) -> Option<&str> {
        match self {
            StepKind::Try { file, .. } | StepKind::Fix { file, .. } => file.as_deref(),
            _ => None,
        }
    }

    /// How what is typed is judged, where what it does is judged.
    pub fn judge(&self) -> Option<&Judge> {
        match self {
            StepKind::Try { judge, .. } | StepKind::Fix { judge, .. } => Some(judge),
            StepKind::Order { judge, .. } => judge.as_ref(),
            _ => None,
        }
    }
}

/// How free typing is judged: by effects only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judge {
    /// All must hold of what the learner did.
    pub checks: Vec<Check>,
    /// Whether one line must do it alone; otherwise all lines since the step began count together.
    pub one_line: bool,
    /// Runs in other folders, each judged by its own checks. Only asked once `checks` hold.
    pub hidden: Vec<HiddenRun>,
    /// What runs the step's file; `None` means `sh FILE`.
    pub run: Option<String>,
}

impl Judge {
    /// The line that runs `file`; `own` is what a hidden run says of it.
    pub fn run_line(&self, file: &str, own: Option<&str>) -> String {
        let line = own.or(self.run.as_deref());
        line.map_or_else(|| format!("sh {file}"), str::to_owned)
    }
}

/// The learner's answer, run again in a differently prepared folder.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenRun {
    /// What is different, in words that fit after "with", for instance "no file config".
    pub with: String,
    /// How the folder is prepared.
    pub setup: Setup,
    /// Text replacements (from, to) made in the learner's answer before it runs, so that a constant does not pass.
    pub replace: Vec<(String, String)>,
    /// What runs the step's file here; `None` means what runs it otherwise.
    pub run: Option<String>,
    /// All must hold.
    pub checks: Vec<Check>,
}

/// A session whose output is asked for. Answers are never stored: `output` is proved against a real run.
#[derive(Clone, Debug, PartialEq)]
pub struct Snippet {
    /// Shell text of one or more lines.
    pub source: String,
    /// What it prints on standard output.
    pub output: String,
    /// Wrong answers learners give, with what to say to each.
    pub wrong: Vec<WrongAnswer>,
    /// 1-based line of the code block in its file.
    pub line: u32,
}

/// An answer that shows a particular idea.
#[derive(Clone, Debug, PartialEq)]
pub struct WrongAnswer {
    /// The answer, compared as predictions are.
    pub answer: String,
    /// The id of the misconception.
    pub idea: String,
    /// What to say: one or two sentences of inline Markdown.
    pub say: String,
    /// 1-based line of its table in the file.
    pub line: u32,
}

/// One option of a *choose* step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    /// As shown; inline Markdown.
    pub text: String,
    /// Whether it belongs to the answer.
    pub right: bool,
    /// What is said about it afterwards; inline Markdown.
    pub say: String,
    /// Shell text that proves it, run in the step's folder after those of the options before it.
    pub proof: Option<String>,
    /// The exit status the proof ends with.
    pub status: Option<u8>,
    /// 1-based line of its table in the file.
    pub line: u32,
}

/// One item of a *match* step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchItem {
    /// As shown; inline Markdown.
    pub text: String,
    /// 0-based index of the option that belongs to it.
    pub right: usize,
    /// What is said about it afterwards; inline Markdown.
    pub say: String,
    /// 1-based line of its table in the file.
    pub line: u32,
}

/// What a *trace* step asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// Which command produced the value of the last `$?` that is read.
    Producer,
    /// For every command: its status, or that it was skipped.
    Statuses,
    /// For every command: whether it ran in the shell itself or in the background, or was skipped.
    Places,
}
