//! The first administrator.

use commands::CommandError;
use commands::testing::Laboratory;
use domain::access::Role;
use domain::personal::Personal;

use crate::common::{code, user};

async fn set_up(lab: &Laboratory, token: &str, password: &str) -> Result<(), CommandError> {
    let (username, full_name) = (Personal::new("first"), Personal::new("First Admin"));
    lab.commands.set_up(token, username, full_name, password.to_owned()).await.map(|_| ())
}

const PASSWORD: &str = "a gaudy otter in may";

#[tokio::test]
async fn a_token_makes_one_administrator() {
    let lab = Laboratory::open().await;
    let token = lab.commands.offer_setup().await.unwrap().unwrap();
    assert!(token.reveal().len() >= 43 && !format!("{token:?}").contains(token.reveal()));
    let wrong = set_up(&lab, "wrong", PASSWORD).await;
    assert!(matches!(wrong, Err(CommandError::Unauthenticated(_))));
    let poor = set_up(&lab, token.reveal(), "password1234").await.unwrap_err();
    assert_eq!(code(&poor), "password-too-common");
    set_up(&lab, token.reveal(), PASSWORD).await.unwrap();
    let signed_in = lab.commands.sign_in("first", PASSWORD, "::1").await.unwrap();
    assert_eq!(signed_in.role, Role::Admin);

    let again = set_up(&lab, token.reveal(), PASSWORD).await.unwrap_err();
    assert_eq!(code(&again), "already-set-up");
    assert!(lab.commands.offer_setup().await.unwrap().is_none());
}

#[tokio::test]
async fn of_two_who_come_with_one_token_one_gets_in() {
    let lab = Laboratory::open().await;
    let token = lab.commands.offer_setup().await.unwrap().unwrap();
    let both = [set_up(&lab, token.reveal(), PASSWORD), set_up(&lab, token.reveal(), PASSWORD)];
    let both = futures::future::join_all(both).await;
    assert_eq!(both.iter().filter(|one| one.is_ok()).count(), 1);
    assert_eq!(crate::common::kinds(&lab, "administrators").await, ["AdministratorAppointed"]);
}

#[tokio::test]
async fn a_token_is_void_after_an_hour_after_the_next_and_after_an_administrator() {
    let lab = Laboratory::open().await;
    let old = lab.commands.offer_setup().await.unwrap().unwrap();
    let new = lab.commands.offer_setup().await.unwrap().unwrap();
    let refused = set_up(&lab, old.reveal(), PASSWORD).await;
    assert!(matches!(refused, Err(CommandError::Unauthenticated(_))));
    lab.clock.advance(3_601);
    let refused = set_up(&lab, new.reveal(), PASSWORD).await;
    assert!(matches!(refused, Err(CommandError::Unauthenticated(_))));

    let token = lab.commands.offer_setup().await.unwrap().unwrap();
    lab.commands.add_user(&lab.system("cli"), user("second", Role::Admin)).await.unwrap();
    let refused = set_up(&lab, token.reveal(), PASSWORD).await.unwrap_err();
    assert_eq!(code(&refused), "already-set-up");
}

#[tokio::test]
async fn a_token_that_met_a_dead_log_is_still_good() {
    let lab = Laboratory::open().await;
    let token = lab.commands.offer_setup().await.unwrap().unwrap();
    lab.faults.die_after(1);
    assert!(matches!(
        set_up(&lab, token.reveal(), PASSWORD).await,
        Err(CommandError::Unavailable(_))
    ));
    lab.faults.heal();
    lab.clock.advance(61);
    set_up(&lab, token.reveal(), PASSWORD).await.unwrap();
}
