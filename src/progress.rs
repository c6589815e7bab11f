//! What is saved of a learner's work, and where: under `$XDG_STATE_HOME/shtutor`, folders 0700, files 0600.
//!
//! Two things are kept. The [record] is append-only: one line an attempt, and what is done, open or skipped is derived
//! from it. The [resume point](resume) is where the learner stopped, replaced as a whole after every line. Knows nothing of
//! how anything is shown. Start with [`Store::open`].

mod append;
pub mod due;
pub mod entry;
pub mod place;
pub mod record;
pub mod resume;

use crate::lesson::{LessonId, StepId};
use crate::sys::for_a_person;
use entry::Attempt;
use place::Place;
use record::{Record, Standing};
use resume::Resume;
use std::io;
use std::path::{Path, PathBuf};

/// The version of the formats written here. Greater ones are refused and left as they are.
pub const VERSION: u32 = 1;

/// The record's file.
const RECORD: &str = "record.jsonl";

/// Why saved work could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ProgressError {
    /// A system call failed.
    #[error("cannot {doing} {}: {}", path.display(), for_a_person(&error.to_string()))]
    System {
        /// What was attempted, for instance `write`.
        doing: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
    /// A newer shtutor wrote it.
    #[error("{} was written by a newer shtutor (format {found}, this one knows {VERSION}); it is left as it is", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
    },
    /// Neither `XDG_STATE_HOME` nor `HOME` says where to save.
    #[error("nowhere to save: neither XDG_STATE_HOME nor HOME is set")]
    Nowhere,
}

/// How a store came to be, for the tutor to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Everything is saved.
    All,
    /// Another tutor is open: attempts are recorded, but the resume point and the folders are the other's.
    RecordOnly,
    /// Nothing outlives this sitting.
    Nothing,
}

/// The saved work of one learner.
#[derive(Debug)]
pub struct Store {
    place: Place,
    record: Record,
    resume: Option<Resume>,
    /// How much outlives this sitting.
    pub keeping: Keeping,
    /// Sessions shown in this sitting to be asked about, whether they were answered or not.
    pub shown: Vec<String>,
    /// What was found damaged and set aside, or cannot be saved, in words; to be told once.
    pub notes: Vec<String>,
    /// Whether the place could not be saved.
    is_unplaced: bool,
    /// Whether it was told that something is not saved yet.
    is_told: bool,
}

impl Store {
    /// Opens the learner's saved work, creating what is missing. Where nothing can be kept it is read as far as it is there, and
    /// [`Store::notes`] says so.
    ///
    /// # Errors
    /// A newer shtutor wrote it, or there is not even a temporary folder.
    pub fn open() -> Result<Store, ProgressError> {
        let root = match place::state_folder() {
            Ok(root) => root,
            Err(error) => return Store::unkept(None, &error),
        };
        match Store::in_folder(&root) {
            Err(error @ ProgressError::System { .. }) => Store::unkept(Some(&root), &error),
            opened => opened,
        }
    }

    /// What is there in `root` to read, where `error` keeps it from being written.
    fn unkept(root: Option<&Path>, error: &ProgressError) -> Result<Store, ProgressError> {
        let mut store = Store::temporary()?;
        store.notes.push(place::unkept(root, error));
        let Some(root) = root else {
            return Ok(store);
        };
        match Record::read(&root.join(RECORD)) {
            Ok(record) => store.record = record,
            Err(error @ ProgressError::Newer { .. }) => return Err(error),
            // It is left as it is, and the sitting begins with none.
            Err(_) => {}
        }
        store.notes.extend(store.record.damage_note());
        store.resume = match Resume::read(&root.join(resume::FILE)) {
            Ok(resume) => resume.map(Resume::without_folder),
            Err(resume::Unreadable::Refused(error @ ProgressError::Newer { .. })) => {
                return Err(error);
            }
            Err(_) => None,
        };
        Ok(store)
    }

    /// The saved work to look at, nothing created and no place taken; empty if there is none.
    ///
    /// # Errors
    /// It cannot be read, or a newer shtutor wrote it.
    pub fn look() -> Result<Store, ProgressError> {
        let mut store = Store::at(Place::unused());
        if let Ok(root) = place::state_folder() {
            store.record = Record::read(&root.join(RECORD))?;
            store.notes.extend(store.record.damage_note());
        }
        Ok(store)
    }

    /// A store in a temporary folder, gone when it is dropped.
    ///
    /// # Errors
    /// Not even a temporary folder can be made.
    pub fn temporary() -> Result<Store, ProgressError> {
        Ok(Store::at(Place::temporary()?))
    }

    /// An empty one, of which nothing is kept.
    fn at(place: Place) -> Store {
        Store {
            place,
            record: Record::default(),
            resume: None,
            keeping: Keeping::Nothing,
            shown: Vec::new(),
            notes: Vec::new(),
            is_unplaced: false,
            is_told: false,
        }
    }

    /// Opens the saved work in `root`.
    fn in_folder(root: &Path) -> Result<Store, ProgressError> {
        let place = Place::open(root)?;
        place::make_file_private(&place.root.join(RECORD))?;
        let record = Record::read(&place.root.join(RECORD))?;
        let mut notes: Vec<String> = record.damage_note().into_iter().collect();
        let resume = match Resume::read(&place.resume_file()) {
            Ok(resume) => resume,
            Err(resume::Unreadable::Refused(error)) => return Err(error),
            Err(resume::Unreadable::Damaged(note)) => {
                notes.push(note);
                None
            }
        };
        let keeping = match place.is_shared() {
            true => Keeping::RecordOnly,
            false => Keeping::All,
        };
        if keeping == Keeping::RecordOnly {
            notes.push(
                "another shtutor of yours is open. What you do here is recorded too; the place to go on from stays that \
                 of the other one"
                    .to_owned(),
            );
        }
        let resume = resume.map(|resume| resume.settled_in(&place.root));
        // The other tutor works in the folder this names.
        let resume = match place.is_shared() {
            true => resume.map(Resume::without_folder),
            false => resume,
        };
        Ok(Store {
            record,
            resume,
            keeping,
            notes,
            ..Store::at(place)
        })
    }

    /// Takes in what other tutors have recorded meanwhile: what is shown is derived from the record as it is.
    pub fn catch_up(&mut self) {
        if self.keeping != Keeping::Nothing && self.record.catch_up() {
            self.notes.extend(self.record.damage_note());
        }
    }

    /// Where the learner stopped.
    pub fn resume(&self) -> Option<&Resume> {
        self.resume.as_ref()
    }

    /// Saves where the learner is. If that fails, [`Store::notes`] says so once, and the sitting goes on.
    pub fn save(&mut self, resume: Resume) {
        if self.keeping == Keeping::All {
            let written = resume.write(&self.place.root);
            self.is_unplaced = written.is_err();
            let record = self.record.write_waiting(&self.place.root.join(RECORD));
            self.note(written.and(record));
        }
        self.resume = Some(resume);
    }

    /// Adds an attempt to the record. What cannot be written now is written with the next; [`Store::notes`] says so once.
    pub fn add(&mut self, attempt: Attempt) {
        self.write(entry::Entry::Attempt(attempt));
    }

    /// Records an answer that tells ideas apart, as [`Store::add`] does.
    pub fn add_told_apart(&mut self, told: entry::ToldApart) {
        self.write(entry::Entry::ToldApart(told));
    }

    /// Sets a lesson, or with `None` all of them, back to not begun, as [`Store::add`] does. The record keeps what was done
    /// before.
    pub fn reset(&mut self, lesson: Option<LessonId>) {
        self.write(entry::Entry::Reset { lesson });
    }

    /// Whether something of this sitting is not saved yet that was to be.
    pub fn is_behind(&self) -> bool {
        self.is_unplaced || self.record.is_waiting()
    }

    /// How a step stands.
    pub fn standing(&self, lesson: &LessonId, step: &StepId) -> Standing {
        self.record.standing(lesson, step)
    }

    /// The sessions that a *drawn* step has asked about, oldest first.
    pub fn drawn(&self, lesson: &LessonId, step: &StepId) -> &[String] {
        self.record.drawn(lesson, step)
    }

    /// Whether it was ever said how sure an answer is, so that the question is known.
    pub fn has_rated(&self) -> bool {
        self.record.has_rated()
    }

    /// Whether one more of the same kind as this step is to be asked, and about what.
    pub fn owed(&self, lesson: &LessonId, step: &StepId) -> Option<&record::Owed> {
        self.record.owed(lesson, step)
    }

    /// Everything that was asked about and stands in no lesson, oldest first.
    pub fn asked(&self) -> &[String] {
        self.record.asked()
    }

    /// Why a step is due again, if it is.
    pub fn due(&self, lesson: &LessonId, step: &StepId) -> Option<&due::Due> {
        self.record.due(lesson, step)
    }

    /// The folder a step's shell works in.
    pub fn step_folder(&self, lesson: &LessonId, step: &StepId) -> PathBuf {
        self.place.work.join(&lesson.0).join(&step.0)
    }

    /// Where the history of typed lines is kept, if it is.
    pub fn history_file(&self) -> Option<PathBuf> {
        (self.keeping != Keeping::Nothing).then(|| self.place.root.join("history"))
    }

    /// The folder everything is saved in.
    pub fn root(&self) -> &Path {
        &self.place.root
    }

    fn write(&mut self, entry: entry::Entry) {
        self.catch_up();
        let path = (self.keeping != Keeping::Nothing).then(|| self.place.root.join(RECORD));
        let written = self.record.append(path.as_deref(), entry);
        self.note(written);
    }

    /// Notes what became of an attempt to save something, if that is news.
    fn note(&mut self, written: Result<(), ProgressError>) {
        let is_behind = self.is_behind();
        match written {
            Err(error) if !self.is_told => self.notes.push(format!(
                "{error}. What you do is kept in mind and saved as soon as it can be; if a line of yours filled the disk, :undo takes it back"
            )),
            Ok(()) if self.is_told && !is_behind => self.notes.push("all is saved again".to_owned()),
            Ok(()) | Err(_) => {}
        }
        self.is_told = is_behind;
    }
}

/// Turns an I/O error into one that names what was attempted and where.
fn failed<'p>(
    doing: &'static str,
    path: &'p Path,
) -> impl FnOnce(io::Error) -> ProgressError + use<'p> {
    move |error| ProgressError::System {
        doing,
        path: path.to_path_buf(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entry::Outcome;

    fn attempt(step: &str, outcome: Outcome) -> Attempt {
        Attempt {
            lesson: LessonId("exit-status".into()),
            step: StepId(step.into()),
            typed: "true".into(),
            outcome,
            sure: None,
            ideas: Vec::new(),
            misreadings: Vec::new(),
            drawn: None,
            part: None,
            hints: 0,
        }
    }

    #[test]
    fn what_was_done_is_known_after_reopening() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::in_folder(folder.path()).unwrap();
        store.add(attempt("one", Outcome::Right));
        store.add(attempt("two", Outcome::Skipped));
        drop(store);
        let store = Store::in_folder(folder.path()).unwrap();
        let lesson = LessonId("exit-status".into());
        assert_eq!(
            store.standing(&lesson, &StepId("one".into())),
            Standing::Done
        );
        assert_eq!(
            store.standing(&lesson, &StepId("two".into())),
            Standing::Skipped
        );
        assert_eq!(
            store.standing(&lesson, &StepId("three".into())),
            Standing::Open
        );
    }

    #[test]
    fn what_cannot_be_written_is_written_later() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("state");
        let mut store = Store::in_folder(&root).unwrap();
        let aside = folder.path().join("aside");
        std::fs::rename(&root, &aside).unwrap();
        store.add(attempt("one", Outcome::Right));
        store.add(attempt("two", Outcome::Skipped));
        assert!(store.is_behind());
        assert_eq!(std::mem::take(&mut store.notes).len(), 1);
        std::fs::rename(&aside, &root).unwrap();
        store.add(attempt("three", Outcome::Right));
        assert!(!store.is_behind());
        assert_eq!(std::mem::take(&mut store.notes), ["all is saved again"]);
        drop(store);
        let store = Store::in_folder(&root).unwrap();
        let standing =
            |step: &str| store.standing(&LessonId("exit-status".into()), &StepId(step.into()));
        let standings = ["one", "two", "three"].map(standing);
        let expected = [Standing::Done, Standing::Skipped, Standing::Done];
        assert_eq!(standings, expected);
    }

    #[test]
    fn a_damaged_line_is_told_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::in_folder(folder.path()).unwrap();
        store.add(attempt("one", Outcome::Right));
        drop(store);
        let path = folder.path().join("record.jsonl");
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("{\"version\":1,\"at");
        std::fs::write(&path, &text).unwrap();
        let mut store = Store::in_folder(folder.path()).unwrap();
        assert_eq!(store.notes.len(), 1);
        store.add(attempt("two", Outcome::Right));
        assert!(std::fs::read_to_string(&path).unwrap().starts_with(&text));
        drop(store);
        let store = Store::in_folder(folder.path()).unwrap();
        assert_eq!(
            store.standing(&LessonId("exit-status".into()), &StepId("two".into())),
            Standing::Done
        );
    }

    #[test]
    fn a_newer_record_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.jsonl");
        std::fs::write(&path, "{\"version\":99,\"what\":\"ever\"}\n").unwrap();
        let error = Store::in_folder(folder.path()).unwrap_err();
        assert!(matches!(error, ProgressError::Newer { found: 99, .. }));
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "{\"version\":99,\"what\":\"ever\"}\n"
        );
    }

    #[test]
    fn a_second_tutor_records_but_does_not_move_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let first = Store::in_folder(folder.path()).unwrap();
        let second = Store::in_folder(folder.path()).unwrap();
        assert_eq!(
            (first.keeping, second.keeping),
            (Keeping::All, Keeping::RecordOnly)
        );
        assert!(
            !second
                .step_folder(&LessonId("a".into()), &StepId("b".into()))
                .starts_with(folder.path())
        );
    }

    #[test]
    fn what_another_tutor_records_counts_once_it_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Store::in_folder(folder.path()).unwrap();
        let mut second = Store::in_folder(folder.path()).unwrap();
        let one = |store: &mut Store| {
            store.catch_up();
            store.standing(&LessonId("exit-status".into()), &StepId("one".into()))
        };
        first.add(attempt("one", Outcome::Right));
        assert_eq!(one(&mut second), Standing::Done);
        second.reset(None);
        assert_eq!(one(&mut first), Standing::Open);
        first.add(attempt("one", Outcome::Wrong));
        first.add(attempt("one", Outcome::Skipped));
        assert_eq!(one(&mut second), Standing::Skipped);
        assert_eq!(one(&mut first), Standing::Skipped);
    }
}
