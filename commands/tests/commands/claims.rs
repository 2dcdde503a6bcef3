//! Who works on which case.

use commands::testing::{Laboratory, reader};
use commands::{CommandError, Context};
use domain::access::Role;
use domain::envelope::Actor;
use domain::ids::{CaseId, UserId};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::common::{code, kinds, open_case};

const QUARTER: i64 = 15 * 60;

/// A fresh command of another hematologist.
fn colleague() -> Context {
    Context::new(Actor::Person { id: UserId(Uuid::from_u128(7)), role: Role::Hematologist })
}

async fn claim(
    lab: &Laboratory,
    context: &Context,
    case: CaseId,
) -> Result<Timestamp, CommandError> {
    Ok(lab.commands.claim_case(context, case).await?.value)
}

#[tokio::test]
async fn a_claim_holds_for_one_reader_until_it_expires() {
    let lab = Laboratory::open().await;
    lab.clock.stop();
    let case = open_case(&lab, lab.patient("P-1").await).await;
    let until = claim(&lab, &lab.hematologist(), case).await.unwrap();
    let refused = claim(&lab, &colleague(), case).await.unwrap_err();
    assert_eq!(code(&refused), "case-claimed");
    assert!(!refused.to_string().contains(&reader(Role::Hematologist).to_string()));

    lab.clock.advance(60);
    let extended = claim(&lab, &lab.hematologist(), case).await.unwrap();
    assert_eq!(extended, until + SignedDuration::from_secs(60));
    lab.clock.advance(QUARTER - 1);
    assert_eq!(code(&claim(&lab, &colleague(), case).await.unwrap_err()), "case-claimed");
    lab.clock.advance(1);
    assert_eq!(
        claim(&lab, &colleague(), case).await.unwrap(),
        extended + SignedDuration::from_secs(QUARTER)
    );
    let revision = lab.commands.load_case(case).await.unwrap().case_revision;
    assert_eq!(revision, 1, "a claim spoils nobody's If-Match");
}

#[tokio::test]
async fn of_two_who_claim_at_once_one_has_it() {
    let lab = Laboratory::open().await;
    let case = open_case(&lab, lab.patient("P-1").await).await;
    let (one, two) = (lab.hematologist(), colleague());
    let (one, two) =
        tokio::join!(lab.commands.claim_case(&one, case), lab.commands.claim_case(&two, case));
    let refused: Vec<_> = [one, two].into_iter().filter_map(Result::err).collect();
    assert_eq!(refused.iter().map(code).collect::<Vec<_>>(), ["case-claimed"]);
    assert_eq!(kinds(&lab, &case.stream()).await, ["CaseOpened", "CaseClaimed"]);
}

#[tokio::test]
async fn a_claim_is_given_up_by_its_reader_only() {
    let lab = Laboratory::open().await;
    lab.clock.stop();
    let case = open_case(&lab, lab.patient("P-1").await).await;
    let context = lab.hematologist();
    let until = claim(&lab, &context, case).await.unwrap();
    assert!(!lab.commands.release_claim(&colleague(), case).await.unwrap().changed);
    assert_eq!(claim(&lab, &context, case).await.unwrap(), until, "the same command again");
    assert!(lab.commands.release_claim(&lab.hematologist(), case).await.unwrap().changed);
    assert!(!lab.commands.release_claim(&lab.hematologist(), case).await.unwrap().changed);
    let over = claim(&lab, &context, case).await.unwrap();
    assert_eq!(
        over,
        until - SignedDuration::from_secs(QUARTER),
        "the same command brings none back"
    );
    claim(&lab, &colleague(), case).await.unwrap();
}

#[tokio::test]
async fn only_a_hematologist_claims_a_case_of_a_patient_in_work() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let case = open_case(&lab, patient).await;
    for context in [lab.technologist(), lab.admin(), lab.function("classify")] {
        let refused = claim(&lab, &context, case).await.unwrap_err();
        assert!(matches!(refused, CommandError::Forbidden { .. }), "{refused:?}");
    }
    lab.commands.remove_patient(&lab.technologist(), patient, None, None).await.unwrap();
    let refused = claim(&lab, &lab.hematologist(), case).await.unwrap_err();
    assert_eq!(code(&refused), "patient-removed");
}
