//! How long the client waits between two tries.

use std::time::Duration;

use cyclr_oauth::client::Retry;

use crate::script::{Outcome, Script, account, class, late, ok, status, with};

/// The pauses of a read that always fails in this way.
async fn pauses(retry: Retry, fault: &Outcome) -> Vec<Duration> {
    let script = Script::new([]).otherwise(fault.clone());
    let client = script.builder().retry(retry).build().unwrap();
    client.account(&account()).properties(1).await.unwrap_err();
    script.1.slept()
}

#[tokio::test(start_paused = true)]
async fn each_pause_is_half_to_all_of_five_times_the_last_bound_up_to_the_cap() {
    let (base, cap) = (Duration::from_millis(200), Duration::from_secs(4));
    let bounds = [200, 1000, 4000, 4000].map(Duration::from_millis);
    let mut longest = [Duration::ZERO; 4];
    let mut shortest = bounds;
    for seed in 0..200 {
        let retry = Retry::default().tries(5).base(base).cap(cap).seed(seed);
        let pauses = pauses(retry, &Outcome::Connect).await;
        assert_eq!(pauses.len(), 4);
        for (index, pause) in pauses.into_iter().enumerate() {
            assert!(pause <= bounds[index], "{pause:?} as pause {index}");
            assert!(pause >= bounds[index] / 2, "{pause:?} as pause {index}");
            longest[index] = longest[index].max(pause);
            shortest[index] = shortest[index].min(pause);
        }
    }
    // The whole range is used.
    for index in 0..4 {
        assert!(longest[index] > bounds[index] * 9 / 10, "{index}: {:?}", longest[index]);
        assert!(shortest[index] < bounds[index] * 6 / 10, "{index}: {:?}", shortest[index]);
    }
}

#[tokio::test(start_paused = true)]
async fn the_default_bounds_are_two_hundred_milliseconds_and_five_seconds() {
    for seed in 0..100 {
        let of_three = pauses(Retry::default().seed(seed), &Outcome::Connect).await;
        assert_eq!(of_three.len(), 3);
        for (pause, bound) in of_three.into_iter().zip([200, 1000, 5000]) {
            let bound = Duration::from_millis(bound);
            assert!(pause >= bound / 2 && pause <= bound, "{pause:?}");
        }
        let many = pauses(Retry::default().tries(9).seed(seed), &Outcome::Connect).await;
        assert!(many.iter().all(|pause| *pause <= Duration::from_secs(5)), "{many:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_pause_leaves_half_of_the_time_to_the_try() {
    let retry = Retry::default().base(Duration::from_millis(1_900));
    let script = Script::new([late(7, Outcome::Broken), ok("[]")]);
    let client = script.builder().retry(retry).deadline(Duration::from_secs(9)).build().unwrap();
    client.account(&account()).properties(1).await.unwrap();
    assert!(script.elapsed() <= Duration::from_millis(8_002), "{:?}", script.elapsed());

    // The same for a pause that Cyclr requested.
    let script = Script::new([with("retry-after", 28, status(503)), ok("[]")]);
    let retry = Retry::default().base(Duration::from_secs(5));
    let client = script.builder().retry(retry).build().unwrap();
    client.account(&account()).properties(1).await.unwrap_err();
    let client = script.client();
    client.account(&account()).properties(1).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_cap_below_the_base_holds_for_the_first_pause_too() {
    for seed in 0..50 {
        let retry = Retry::default().cap(Duration::from_millis(10)).seed(seed);
        assert!(
            pauses(retry, &Outcome::Connect)
                .await
                .iter()
                .all(|pause| *pause <= Duration::from_millis(10))
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_makes_the_same_pauses_and_another_others() {
    let with_seed = async |seed| pauses(Retry::default().seed(seed), &Outcome::Connect).await;
    assert_eq!(with_seed(1).await, with_seed(1).await);
    assert_ne!(with_seed(1).await, with_seed(2).await);
}

#[tokio::test(start_paused = true)]
async fn no_two_clients_pause_alike_without_a_seed() {
    let pauses = async || pauses(Retry::default().tries(5), &Outcome::Connect).await;
    assert_ne!(pauses().await, pauses().await);
}

#[tokio::test(start_paused = true)]
async fn a_pause_after_retry_after_is_that_much_longer() {
    let plain = pauses(Retry::default().seed(3), &status(429)).await;
    let asked = pauses(Retry::default().seed(3), &with("retry-after", 2, status(429))).await;
    let longer: Vec<_> = plain.iter().map(|pause| *pause + Duration::from_secs(2)).collect();
    assert_eq!(asked, longer);
}

#[tokio::test(start_paused = true)]
async fn a_date_in_retry_after_is_taken_by_the_clock_of_the_client() {
    let date = "Fri, 01 Oct 2021 00:00:07 GMT";
    let script = Script::new([with("retry-after", date, status(503)), ok("[]")]);
    script.client().account(&account()).properties(1).await.unwrap();
    let [pause] = script.1.slept()[..] else { panic!("one pause") };
    assert!(pause >= Duration::from_secs(7) && pause <= Duration::from_millis(7200), "{pause:?}");

    // A date in the past causes no pause.
    let date = "Thu, 30 Sep 2021 00:00:00 GMT";
    let script = Script::new([with("retry-after", date, status(503)), ok("[]")]);
    script.client().account(&account()).properties(1).await.unwrap();
    assert!(script.elapsed() <= Duration::from_millis(200));
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_would_end_after_the_deadline_is_not_begun() {
    for seconds in ["30", "31", "3600", "18446744073709551615"] {
        let script = Script::new([with("retry-after", seconds, status(429))]);
        let error = script.client().account(&account()).properties(1).await.unwrap_err();
        assert!(error.is_rate_limited(), "{error:?}");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds.parse().unwrap())));
        assert_eq!((script.elapsed(), script.calls().len()), (Duration::ZERO, 1), "{seconds}");
    }
}

#[tokio::test(start_paused = true)]
async fn tries_are_never_fewer_than_one() {
    let script = Script::new([Outcome::Connect]);
    let client = script.builder().retry(Retry::default().tries(0)).build().unwrap();
    let error = client.account(&account()).properties(1).await.unwrap_err();
    assert_eq!(class(&error), "transport");
}
