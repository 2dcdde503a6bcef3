//! Names that were reserved and neither confirmed nor released.

use std::collections::BTreeMap;

use domain::reservation::{HOLDS_FOR, Holder, Reservation};
use infra::event_log::{Direction, Filter};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{PAGE, Reconciled, process};
use crate::error::log;
use crate::{CommandError, Commands};

/// How far back reservations are looked for: what is older was finished by an earlier start.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(24);
/// Events of reservations read at most.
const MOST: usize = 16 * PAGE;

impl Commands {
    pub(super) async fn finish_reservations(
        &self,
        done: &mut Reconciled,
    ) -> Result<(), CommandError> {
        for stream in self.open_reservations().await? {
            let loaded = self.load::<Reservation>(&stream, Uuid::nil()).await?;
            let Some(reservation) = loaded.state else { continue };
            let Holder::Reserved { owner, expires_at } = &reservation.holder else { continue };
            let name = Self::name_of_stream(reservation.kind, &stream);
            let context = process("reservations");
            if self.carries(owner, &name).await? {
                self.confirm(&context, &name, owner).await?;
                done.confirmed += 1;
            } else if self.now() >= expires_at.saturating_add(HOLDS_FOR).unwrap_or(Timestamp::MAX) {
                self.release_quietly(&context, &name, owner).await;
                done.released += 1;
            }
        }
        Ok(())
    }

    /// The streams of names that were reserved lately and neither confirmed nor released since.
    async fn open_reservations(&self) -> Result<Vec<String>, CommandError> {
        let kinds = ["NameReserved", "ReservationConfirmed", "ReservationReleased"];
        let filter = Filter::Types(kinds.map(str::to_owned).to_vec());
        let oldest = self.now().saturating_sub(LOOK_BACK).unwrap_or(Timestamp::MIN);
        // Newest first: the first event seen of a stream is its last.
        let mut last: BTreeMap<String, bool> = BTreeMap::new();
        let (mut beyond, mut read_so_far) = (None, 0);
        loop {
            let page = self.parts().log.read_all(beyond, Direction::Backwards, &filter, PAGE);
            let page = page.await.map_err(log)?;
            for recorded in &page {
                last.entry(recorded.stream.clone()).or_insert(recorded.kind == kinds[0]);
            }
            read_so_far += page.len();
            match page.last() {
                Some(end) if page.len() == PAGE && read_so_far < MOST && end.created >= oldest => {
                    beyond = Some(end.position);
                }
                _ => break,
            }
        }
        Ok(last.into_iter().filter_map(|(stream, open)| open.then_some(stream)).collect())
    }
}
