//! What a step shows: its prose, its task and how it is answered, now and when it is asked for again.

use super::Desk;
use crate::tutor::view::{self, Page, prose};
use std::io;

impl Desk<'_> {
    /// Shows prose, `material` and task, and `how` to answer it.
    pub(super) fn present(&mut self, material: Option<&str>, how: Option<&str>) -> io::Result<()> {
        let page = self.page();
        let mut text = view::step::body(self.step, material, page);
        if let Some(how) = how {
            let how = prose::plain(&format!("({how})"), 2, page);
            text = format!("{text}\n{how}");
        }
        self.asks(material, how, page);
        self.say(&format!("{text}\n"))
    }

    /// Notes what is asked, as `:task` shows it again.
    pub(super) fn asks(&mut self, material: Option<&str>, how: Option<&str>, page: Page) {
        self.how = how.map(str::to_owned);
        self.asked_on = Some(page);
        let task = self.task_on(page);
        self.asked = match material {
            Some(material) => format!("{material}\n\n{task}"),
            None => task,
        };
    }

    /// The task and how it is answered, wrapped for `page`.
    pub(super) fn task_on(&self, page: Page) -> String {
        let task = view::step::task(self.step, page);
        match &self.how {
            Some(how) => {
                let how = prose::plain(&format!("({how})"), 2, page);
                format!("{task}\n{how}")
            }
            None => task,
        }
    }

    /// What was asked, as it looks on `page`, which may be of another width by now.
    pub(super) fn asked_again(&self, page: Page) -> String {
        match self.asked_on.filter(|before| *before != page) {
            Some(before) => {
                let (before, now) = (self.task_on(before), self.task_on(page));
                self.asked.replacen(&before, &now, 1)
            }
            None => self.asked.clone(),
        }
    }

    /// Shows what there is to answer with, below the task.
    pub(super) fn enclose(&mut self, text: &str) -> io::Result<()> {
        self.asked = format!("{}\n\n{text}", self.asked);
        self.say(&format!("{text}\n"))
    }

    /// Notes that `:task` shows `now` where it showed `before`.
    pub(super) fn shows_instead(&mut self, before: &str, now: &str) {
        self.asked = self.asked.replacen(before, now, 1);
    }
}
