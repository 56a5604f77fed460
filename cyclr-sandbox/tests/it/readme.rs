//! What the README says about tests.

#[test]
fn the_tests_that_the_readme_names_exist() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it");
    let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let tests: String = files.map(|it| std::fs::read_to_string(it).unwrap()).collect();
    let readme = include_str!("../../README.md");
    let (_, section) = readme.split_once("## How it follows Cyclr").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows = section.lines().filter(|it| it.starts_with("| ")).skip(2);
    let mut named = 0;
    for row in rows {
        let cell = row.trim_end_matches(" |").rsplit("| ").next().unwrap();
        for name in cell.split(", ").map(|it| it.trim_matches('`')) {
            assert!(tests.contains(&format!("fn {name}(")), "there is no test `{name}`");
            named += 1;
        }
    }
    assert!(named >= 20, "{named}");
}
