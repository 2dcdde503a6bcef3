//! The URL of blobs in an S3-compatible store.

use infra::blobs::s3::Location;

fn read(text: &str) -> Location {
    text.parse().unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
}

#[test]
fn a_bucket_alone_is_one_of_aws() {
    let location = read("s3://smears");
    assert_eq!((location.bucket.as_str(), location.prefix.as_str()), ("smears", ""));
    assert_eq!((location.endpoint, location.region, location.profile), (None, None, None));
    assert!(!location.path_style);
}

#[test]
fn everything_can_be_said() {
    let location = read(
        "s3://smears/lab-1/images/?endpoint=https://store.example.org/s3/&region=eu-central-2\
         &path_style=false&profile=smears",
    );
    assert_eq!(location.prefix, "lab-1/images/");
    assert_eq!(location.endpoint.as_deref(), Some("https://store.example.org/s3"));
    assert_eq!(location.region.as_deref(), Some("eu-central-2"));
    assert_eq!(location.profile.as_deref(), Some("smears"));
    assert!(!location.path_style);
    assert_eq!(location.to_string(), "s3://smears/lab-1/images/ at https://store.example.org/s3");
}

#[test]
fn with_an_endpoint_the_bucket_stands_in_the_path_unless_said() {
    assert!(read("s3://smears?endpoint=https://store.example.org").path_style);
    assert!(!read("s3://smears?endpoint=https://store.example.org&path_style=false").path_style);
}

#[test]
fn plain_http_is_for_loopback_unless_said() {
    for endpoint in ["http://127.0.0.1:8333", "http://[::1]:8333", "http://localhost:8333"] {
        read(&format!("s3://smears?endpoint={endpoint}"));
    }
    let far = "s3://smears?endpoint=http://10.0.0.7:8333";
    let refusal = far.parse::<Location>().unwrap_err().to_string();
    assert!(refusal.contains("readable on the way"), "{refusal}");
    read(&format!("{far}&allow_plain_http=true"));
}

#[test]
fn credentials_are_refused_and_not_repeated() {
    for url in [
        "s3://AKIA:hush-hush@smears",
        "s3://hush-hush@smears",
        "s3://smears?secret_access_key=hush-hush",
        "s3://smears?AccessKeyId=hush-hush",
        "s3://smears?session_token=hush-hush",
        "s3://smears?endpoint=https://me:hush-hush@store.example.org",
    ] {
        let refusal = url.parse::<Location>().unwrap_err().to_string();
        assert!(refusal.contains("AWS_ACCESS_KEY_ID"), "{url}: {refusal}");
        assert!(!refusal.contains("hush"), "{refusal}");
    }
}

#[test]
fn a_refusal_says_what_is_wrong_and_shows_an_example() {
    for (url, expected) in [
        ("s3:", "bucket's name"),
        ("s3://", "bucket's name"),
        ("s3://ab", "bucket's name"),
        ("s3://Smears", "bucket's name"),
        ("s3://-smears", "bucket's name"),
        ("https://smears", "begins with s3://"),
        ("smears", "no URL"),
        ("s3://smears:8333", "the server is the endpoint"),
        ("s3://smears#here", "the server is the endpoint"),
        ("s3://smears/.hidden", "segments"),
        ("s3://smears/a//b", "segments"),
        ("s3://smears/a%2Fb", "segments"),
        ("s3://smears?endpoint=store.example.org", "server's address"),
        ("s3://smears?endpoint=ftp://store.example.org", "server's address"),
        ("s3://smears?region=", "region says nothing"),
        ("s3://smears?path_style=perhaps", "true or false"),
        ("s3://smears?style=path", "no option style"),
    ] {
        let refusal = url.parse::<Location>().unwrap_err().to_string();
        assert!(refusal.contains(expected), "{url}: {refusal}");
        assert!(refusal.contains("s3://bucket/prefix?endpoint="), "{url}: {refusal}");
    }
}
