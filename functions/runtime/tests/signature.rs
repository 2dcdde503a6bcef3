//! Signatures of Standard Webhooks, by the published example and by what both sides may have.
#![allow(clippy::unwrap_used, missing_docs)]

use axum::http::HeaderMap;
use jiff::Timestamp;
use runtime::signature::{BadSecret, BadSignature, ID, SIGNATURE, Secrets, Signed, TIMESTAMP};

// The published example of the specification's own libraries.
const EXAMPLE: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const MESSAGE: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const OTHER: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn headers(signed: &Signed) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ID, MESSAGE.parse().unwrap());
    headers.insert(TIMESTAMP, signed.timestamp.parse().unwrap());
    headers.insert(SIGNATURE, signed.signature.parse().unwrap());
    headers
}

#[test]
fn the_published_example_is_signed_as_published() {
    let signed = Secrets::parse(EXAMPLE).unwrap().sign(MESSAGE, BODY, at(1_614_265_330));
    assert_eq!(signed.timestamp, "1614265330");
    assert_eq!(signed.signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn a_message_is_believed_for_five_minutes_and_as_it_was_signed() {
    let secrets = Secrets::parse(EXAMPLE).unwrap();
    let headers = headers(&secrets.sign(MESSAGE, BODY, at(10_000)));
    for now in [9_700, 10_000, 10_300] {
        assert_eq!(secrets.verify(&headers, BODY, at(now)), Ok(()), "{now}");
    }
    for now in [9_699, 10_301] {
        assert_eq!(secrets.verify(&headers, BODY, at(now)), Err(BadSignature::Time), "{now}");
    }
    let changed = secrets.verify(&headers, b"{}", at(10_000));
    assert_eq!(changed, Err(BadSignature::Unfit));
    for (name, value) in [(ID, "msg_other"), (TIMESTAMP, "10001"), (SIGNATURE, "v1a,AAAA")] {
        let mut other = headers.clone();
        other.insert(name, value.parse().unwrap());
        assert_eq!(secrets.verify(&other, BODY, at(10_000)), Err(BadSignature::Unfit));
        other.remove(name);
        let missing = secrets.verify(&other, BODY, at(10_000));
        assert_eq!(missing, Err(BadSignature::Header(name)));
    }
}

#[test]
fn while_one_secret_follows_another_both_are_good() {
    let (old, new) = (Secrets::parse(EXAMPLE).unwrap(), Secrets::parse(OTHER).unwrap());
    let both = Secrets::parse(&format!("{OTHER}\n{EXAMPLE}\n")).unwrap();
    let signed_by = |secrets: &Secrets| headers(&secrets.sign(MESSAGE, BODY, at(1)));
    for receiver in [&old, &new, &both] {
        assert_eq!(receiver.verify(&signed_by(&both), BODY, at(1)), Ok(()));
        assert_eq!(both.verify(&signed_by(receiver), BODY, at(1)), Ok(()));
    }
    let apart = old.verify(&signed_by(&new), BODY, at(1));
    assert_eq!(apart, Err(BadSignature::Unfit));
}

#[test]
fn what_is_no_secret_is_refused_and_none_is_shown() {
    for text in ["", "secret", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_ä"] {
        assert_eq!(Secrets::parse(text).map(drop), Err(BadSecret), "{text}");
    }
    let shown = format!("{:?}", Secrets::parse(EXAMPLE).unwrap());
    assert_eq!(shown, "Secrets(1 of them)");
}
