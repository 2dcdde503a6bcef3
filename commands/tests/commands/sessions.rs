//! Signing in and staying signed in.

use commands::testing::Laboratory;
use commands::{CommandError, Context, UserChange};
use domain::access::Role;
use domain::envelope::Actor;
use domain::ids::UserId;

use crate::common::{code, user};

/// A laboratory with a technologist, and her password.
async fn with_anna() -> (Laboratory, UserId, String) {
    let lab = Laboratory::open().await;
    let anna = user("anna", Role::Technologist);
    let password = anna.password.clone();
    let id = lab.commands.add_user(&lab.admin(), anna).await.unwrap().value;
    (lab, id, password)
}

fn is_unauthenticated<T>(result: Result<T, CommandError>) -> bool {
    matches!(result, Err(CommandError::Unauthenticated(_)))
}

#[tokio::test]
async fn who_signs_in_is_known_by_the_session() {
    let (lab, anna, password) = with_anna().await;
    let signed_in = lab.commands.sign_in(" Anna ", &password, "::1").await.unwrap();
    assert_eq!((signed_in.user, signed_in.role), (anna, Role::Technologist));
    let session = (signed_in.session, signed_in.generation);
    let caller = lab.commands.authenticate(session.0, session.1).await.unwrap();
    assert_eq!((caller.user, caller.role), (anna, Role::Technologist));
    assert_eq!((caller.username.as_str(), caller.full_name.as_str()), ("anna", "Some Body"));
    assert!(caller.csrf_matches(signed_in.csrf.reveal()));
    assert!(!caller.csrf_matches("guess"));
    assert!(is_unauthenticated(lab.commands.authenticate(session.0, session.1 + 1).await));
    lab.commands.sign_out(session.0).await.unwrap();
    assert!(is_unauthenticated(lab.commands.authenticate(session.0, session.1).await));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_sound_the_same_and_slow_down() {
    let (lab, _, password) = with_anna().await;
    lab.clock.stop();
    let wrong = lab.commands.sign_in("anna", "not the password", "::1").await.unwrap_err();
    let unknown = lab.commands.sign_in("berta", "not the password", "::2").await.unwrap_err();
    assert_eq!(wrong.to_string(), unknown.to_string());
    for _ in 0..4 {
        assert!(is_unauthenticated(lab.commands.sign_in("anna", "guess", "::3").await));
    }
    let right = lab.commands.sign_in("anna", &password, "::1").await;
    assert!(matches!(right, Err(CommandError::Throttled { .. })), "even the right one waits");
    lab.clock.advance(2);
    lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    lab.commands.sign_in("anna", &password, "::1").await.unwrap();
}

#[tokio::test]
async fn many_guesses_at_once_do_not_outrun_the_throttle() {
    let (lab, ..) = with_anna().await;
    lab.clock.stop();
    let guesses = (0..20).map(|n| {
        let lab = &lab;
        async move { lab.commands.sign_in("anna", &format!("guess {n}"), "::1").await }
    });
    let all = futures::future::join_all(guesses).await;
    let tried = all.into_iter().filter(|one| !matches!(one, Err(CommandError::Throttled { .. })));
    let tried = tried.count();
    assert!((5..=7).contains(&tried), "{tried} were tried");
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_its_reuse_ends_the_session() {
    let (lab, _, password) = with_anna().await;
    let first = lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    let second = lab.commands.refresh(first.refresh.reveal()).await.unwrap();
    assert_eq!((second.session, second.generation), (first.session, first.generation));
    assert_eq!(second.csrf, first.csrf, "the page's token lives as long as the session");
    lab.commands.authenticate(second.session, second.generation).await.unwrap();
    assert!(is_unauthenticated(lab.commands.refresh(first.refresh.reveal()).await));
    assert!(is_unauthenticated(lab.commands.refresh(second.refresh.reveal()).await));
    let ended = lab.commands.authenticate(second.session, second.generation).await;
    assert!(is_unauthenticated(ended));
    assert!(is_unauthenticated(lab.commands.refresh("made up").await));
}

#[tokio::test]
async fn sessions_end_by_themselves() {
    let (lab, _, password) = with_anna().await;
    let mut signed_in = lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    for _ in 0..15 {
        lab.clock.advance(11 * 3_600);
        match lab.commands.refresh(signed_in.refresh.reveal()).await {
            Ok(next) => signed_in = next,
            Err(error) => panic!("within a week: {error}"),
        }
    }
    lab.clock.advance(11 * 3_600);
    assert!(is_unauthenticated(lab.commands.refresh(signed_in.refresh.reveal()).await));
    let idle = lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    lab.clock.advance(12 * 3_600 + 1);
    assert!(is_unauthenticated(lab.commands.refresh(idle.refresh.reveal()).await));
}

#[tokio::test]
async fn what_is_over_is_forgotten() {
    let (lab, _, password) = with_anna().await;
    lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    let key = uuid::Uuid::now_v7();
    lab.commands.idempotent_begin(key, [1; 32]).await.unwrap();
    let answer = commands::Answer { status: 201, headers: vec![], body: b"{}".to_vec() };
    lab.commands.idempotent_finish(key, &answer).await.unwrap();
    let replay = commands::Begin::Replay(answer);
    assert_eq!(lab.commands.idempotent_begin(key, [1; 32]).await.unwrap(), replay);
    assert_eq!(lab.commands.forget_expired().await.unwrap(), 0);
    lab.clock.advance(25 * 3_600);
    assert_eq!(lab.commands.forget_expired().await.unwrap(), 2, "a session and an answer");
    let begun = lab.commands.idempotent_begin(key, [2; 32]).await.unwrap();
    assert_eq!(begun, commands::Begin::New);
}

#[tokio::test]
async fn a_deactivation_or_a_new_role_counts_at_once() {
    let (lab, anna, password) = with_anna().await;
    let change = |change| {
        let lab = &lab;
        async move { lab.commands.change_user(&lab.admin(), anna, change, None).await.unwrap() }
    };
    let signed_in = lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    let session = (signed_in.session, signed_in.generation);
    lab.commands.authenticate(session.0, session.1).await.unwrap();
    change(UserChange { role: Some(Role::Auditor), ..UserChange::default() }).await;
    assert!(is_unauthenticated(lab.commands.authenticate(session.0, session.1).await));
    assert!(is_unauthenticated(lab.commands.refresh(signed_in.refresh.reveal()).await));
    let signed_in = lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    assert_eq!(signed_in.role, Role::Auditor);

    let session = (signed_in.session, signed_in.generation);
    lab.commands.authenticate(session.0, session.1).await.unwrap();
    change(UserChange { active: Some(false), ..UserChange::default() }).await;
    assert!(is_unauthenticated(lab.commands.authenticate(session.0, session.1).await));
    assert!(is_unauthenticated(lab.commands.sign_in("anna", &password, "::1").await));
    change(UserChange { active: Some(true), ..UserChange::default() }).await;
    lab.commands.sign_in("anna", &password, "::1").await.unwrap();
}

#[tokio::test]
async fn who_cannot_be_looked_up_is_nobody() {
    let (lab, _, password) = with_anna().await;
    let signed_in = lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    let session = (signed_in.session, signed_in.generation);
    lab.faults.die_after(0);
    let away = lab.commands.authenticate(session.0, session.1).await;
    assert!(matches!(away, Err(CommandError::Unavailable(_))));
    lab.faults.heal();
    lab.commands.authenticate(session.0, session.1).await.unwrap();
    lab.state.close().await;
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    let away = lab.commands.authenticate(session.0, session.1).await;
    assert!(matches!(away, Err(CommandError::Unavailable(_))));
}

#[tokio::test]
async fn an_own_password_is_changed_with_the_present_one() {
    let (lab, anna, password) = with_anna().await;
    let signed_in = lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    let context = || Context::new(Actor::Person { id: anna, role: Role::Technologist });
    let change = |current: String, new: &'static str| {
        let (lab, context) = (&lab, context());
        async move { lab.commands.change_own_password(&context, &current, new).await }
    };
    assert!(is_unauthenticated(change("wrong".into(), "another gaudy otter").await));
    let poor = change(password.clone(), "password1234").await.unwrap_err();
    assert_eq!(code(&poor), "password-too-common");
    change(password.clone(), "another gaudy otter").await.unwrap();
    let ended = lab.commands.authenticate(signed_in.session, signed_in.generation).await;
    assert!(is_unauthenticated(ended));
    assert!(is_unauthenticated(lab.commands.sign_in("anna", &password, "::1").await));
    lab.commands.sign_in("anna", "another gaudy otter", "::1").await.unwrap();
}

#[tokio::test]
async fn an_administrator_sets_passwords_and_ends_sessions() {
    let (lab, anna, password) = with_anna().await;
    let signed_in = lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    assert!(lab.commands.end_sessions(&lab.admin(), anna).await.unwrap().changed);
    let ended = lab.commands.authenticate(signed_in.session, signed_in.generation).await;
    assert!(is_unauthenticated(ended));
    lab.commands.set_password(&lab.admin(), anna, "yet another gaudy otter").await.unwrap();
    assert!(is_unauthenticated(lab.commands.sign_in("anna", &password, "::1").await));
    lab.commands.sign_in("anna", "yet another gaudy otter", "::1").await.unwrap();
}
