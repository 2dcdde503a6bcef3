//! Erasures that are on record and not done, and what came in for an erased patient since.

use std::sync::atomic::Ordering;

use domain::event::Event;
use domain::ids::PatientId;

use super::{Reconciled, process, read};
use crate::error::state;
use crate::{CommandError, Commands};

impl Commands {
    pub(super) async fn finish_erasures(&self, done: &mut Reconciled) -> Result<(), CommandError> {
        let erased = self.erased().await?;
        for &patient in &erased {
            let did = self.finish_erasure(&process("erasure"), patient).await?;
            done.erased += usize::from(did);
        }
        // A key may have been destroyed and its traces not, when the process stopped in between.
        if !erased.is_empty() && !self.house.once.scrubbed.load(Ordering::Relaxed) {
            self.parts().state.scrub().await.map_err(state)?;
            self.house.once.scrubbed.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn erased(&self) -> Result<Vec<PatientId>, CommandError> {
        let mut erased = vec![];
        let seen = self.each(&["PatientErased"], |recorded| {
            if let Event::PatientErased(e) = read(recorded)?.event {
                erased.push(e.patient);
            }
            Ok(())
        });
        seen.await?;
        Ok(erased)
    }
}
