//! Lists, page by page.

use crate::script::{Outcome, Script, account, ok, status, with};

fn page(ids: &[u64]) -> Outcome {
    let items: Vec<_> = ids.iter().map(|id| format!(r#"{{"Id":{id}}}"#)).collect();
    ok(format!("[{}]", items.join(",")))
}

async fn all(script: &Script, size: u32) -> Vec<u64> {
    let pages = script.client().account(&account()).definitions().page_size(size);
    let all = pages.await.unwrap();
    all.into_iter().map(|connector| connector.id.get()).collect()
}

fn asked(numbers: &[u32], size: u32) -> Vec<String> {
    numbers
        .iter()
        .map(|number| format!("GET /v1.0/connectors?page={number}&pageSize={size}"))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn the_header_says_which_page_is_the_last() {
    let page = |ids| with("Total-Pages", 3, page(ids));
    let script = Script::new([page(&[1, 2]), page(&[3]), page(&[4, 5])]);
    assert_eq!(all(&script, 2).await, [1, 2, 3, 4, 5]);
    assert_eq!(script.lines(), asked(&[1, 2, 3], 2));
}

#[tokio::test(start_paused = true)]
async fn pages_that_the_header_counts_may_be_equal() {
    let page = || with("Total-Pages", 3, page(&[1, 2]));
    let script = Script::new([page(), page(), page()]);
    assert_eq!(all(&script, 2).await, [1, 2, 1, 2, 1, 2]);
    // A list that always comes whole.
    let script = Script::new([page(), page()]);
    assert_eq!(all(&script, 3).await, [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn without_the_header_a_page_that_is_not_full_is_the_last() {
    let script = Script::new([page(&[1, 2]), page(&[3])]);
    assert_eq!(all(&script, 2).await, [1, 2, 3]);
    let script = Script::new([page(&[1, 2]), page(&[])]);
    assert_eq!(all(&script, 2).await, [1, 2]);
    let script = Script::new([page(&[])]);
    assert!(all(&script, 0).await.is_empty());
    assert_eq!(script.lines(), asked(&[1], 1));
    // A server without paging returns everything at once.
    let script = Script::new([page(&[1, 2, 3])]);
    assert_eq!(all(&script, 2).await, [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_knows_no_pages_is_not_asked_for_ever() {
    // The list happens to be as long as a page.
    let script = Script::new([page(&[1, 2]), page(&[1, 2])]);
    assert_eq!(all(&script, 2).await, [1, 2]);
    assert_eq!(script.lines(), asked(&[1, 2], 2));
}

#[tokio::test(start_paused = true)]
async fn a_page_has_a_hundred_items_by_default() {
    let ids: Vec<_> = (0..100).collect();
    let script = Script::new([page(&ids), page(&[100])]);
    let pages = script.client().account(&account()).definitions();
    assert_eq!(pages.all().await.unwrap().len(), 101);
    assert_eq!(script.lines(), asked(&[1, 2], 100));
}

#[tokio::test(start_paused = true)]
async fn after_an_error_the_same_page_comes_again() {
    let script = Script::new([page(&[1, 2]), status(403), ok("<html>"), page(&[3, 4]), page(&[])]);
    let mut pages = script.client().account(&account()).definitions().page_size(2);
    let results =
        async {
            let mut results = Vec::new();
            while let Some(page) = pages.next().await {
                results.push(page.map_or_else(
                    |error| error.status().unwrap().as_u16().into(),
                    |page| page.len(),
                ));
            }
            assert!(pages.next().await.is_none(), "the end stays the end");
            results
        }
        .await;
    assert_eq!(results, [2, 403, 200, 2, 0]);
    assert_eq!(script.lines(), asked(&[1, 2, 2, 2, 3], 2));
}

#[tokio::test(start_paused = true)]
async fn all_gives_up_at_the_first_error() {
    let script = Script::new([page(&[1, 2]), status(400)]);
    let pages = script.client().account(&account()).definitions().page_size(2);
    assert_eq!(pages.all().await.unwrap_err().status().unwrap(), 400);
}

#[test]
fn the_blocking_pages_are_an_iterator() {
    let state =
        |id: u64| ok(format!(r#"[{{"Id":{id},"Authenticated":true,"Connector":{{"Id":1}}}}]"#));
    let script = Script::at_once([state(1), status(400), state(2), ok("[]")]);
    let pages = script.blocking().account(&account()).connectors().page_size(1);
    let counts: Vec<_> = pages.map(|page| page.map_or(400, |page| page.len())).collect();
    assert_eq!(counts, [1, 400, 1, 0]);
    assert_eq!(script.lines().len(), 4);
    assert_eq!(script.lines()[3], "GET /v1.0/account/connectors?page=3&pageSize=1");
}

#[test]
fn blocking_code_gets_all_pages() {
    let script = Script::at_once([page(&[1, 2]), page(&[3])]);
    let pages = script.blocking().account(&account()).definitions().page_size(2);
    let all = pages.all().unwrap();
    assert_eq!(all.into_iter().map(|it| it.id.get()).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(script.lines(), asked(&[1, 2], 2));
}
