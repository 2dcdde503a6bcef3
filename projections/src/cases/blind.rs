//! A case as who has yet to read images of it blind sees it. That something critical waits stays, for
//! the patient's safety comes first; what it is, and in which image, does not.

use domain::ids::{ImageId, UserId};

use super::{CaseView, FindingView, LeadView};

impl CaseView {
    /// Without what models say of images that the reader is yet to read, and what others say of the
    /// case.
    pub(crate) fn withhold(&mut self, reader: UserId, is_unread: impl Fn(ImageId) -> bool) {
        self.blind = true;
        self.conclusion.take_if(|conclusion| conclusion.by != reader);
        let Some(alarm) = &mut self.alarm else { return };
        for finding in &mut alarm.findings {
            let known = finding.image.is_some_and(|image| !is_unread(image));
            if !known && finding.by != Some(reader) {
                finding.withhold();
            }
        }
        if let Some(notified) = alarm.notified.as_mut().filter(|notified| notified.by != reader) {
            notified.remark = None;
        }
    }
}

impl FindingView {
    fn withhold(&mut self) {
        self.image = None;
        self.label = None;
        self.p = None;
        self.finding = None;
        self.by = None;
    }
}

impl LeadView {
    /// Without what the model says.
    pub(super) fn withhold(&mut self) {
        self.blind = true;
        self.label = None;
        self.confidence = None;
        self.uncertainty = None;
        self.inside = None;
    }
}
