//! Access tokens: only what was issued, to the last letter, is taken for a token.

use domain::ids::UserId;
use jiff::Timestamp;
use uuid::Uuid;
use web::token::Tokens;

#[test]
fn tokens() {
    let tokens = Tokens::new(&[9; 32]);
    let (user, session) = (UserId(Uuid::from_u128(1)), Uuid::from_u128(2));
    let issued = tokens.issue(user, session, 3, Timestamp::now());
    let foreign = Tokens::new(&[8; 32]).issue(user, session, 3, Timestamp::now());
    let mut seeds = fuzz::seeds("tokens");
    seeds.extend([issued.clone().into_bytes(), foreign.into_bytes()]);
    fuzz::target!(seeds, |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        match tokens.check(&text) {
            Ok(claims) => {
                assert_eq!(text, issued, "a token that was not issued passes");
                assert_eq!((claims.sub, claims.sid, claims.generation), (user.0, session, 3));
            }
            Err(_) => assert_ne!(text, issued),
        }
    });
}
