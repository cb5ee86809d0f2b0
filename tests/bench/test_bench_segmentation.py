from bench import segmentation

EWT = """# newdoc id = a
# newpar id = a-1
# text = Don't go, co-op!
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\t_\t_\t_\t_\t_\t_\t_\t_
2\tn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
4\t,\t_\t_\t_\t_\t_\t_\t_\t_
5\tco\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
6\t-\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
7\top\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
8\t!\t_\t_\t_\t_\t_\t_\t_\t_

# text = He left
1\tHe\t_\t_\t_\t_\t_\t_\t_\t_
2\tleft\t_\t_\t_\t_\t_\t_\t_\t_

"""
LITBANK = "“ Mr. Bell ? ” said Mary .\nShe ca n't go -- not _ now _ .\n"


def run(capsys, *arguments):
    assert segmentation.main([str(argument) for argument in arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    return {line[:36].strip(): line[36:].split() for line in lines[1:]}


def test_ewt_is_scored_as_it_stands_and_with_hyphenated_words_whole(tmp_path, capsys):
    file = tmp_path / "dev.conllu"
    file.write_text(EWT, encoding="utf-8")
    rows = run(capsys, "ewt", file)
    assert rows["tokens"] == ["87.50", "70.00", "77.78"]
    assert rows["tokens, hyphenated words whole"] == ["100.00"] * 3
    assert rows["sentences, exact span"] == ["100.00"] * 3


def test_litbank_is_put_together_and_cut_again(tmp_path, capsys):
    folder = tmp_path / "coref" / "tsv"
    folder.mkdir(parents=True)
    (folder / "one_brat.txt").write_text(LITBANK, encoding="utf-8")
    (tmp_path / "ids").write_text("one\n", encoding="utf-8")
    (gold,) = segmentation.read_litbank(tmp_path, ["one"])
    assert gold.text == "“Mr. Bell?” said Mary. She can't go--not _now_."
    rows = run(capsys, "litbank", tmp_path, "--ids", tmp_path / "ids")
    assert rows["tokens"] == rows["sentences, end"] == ["100.00"] * 3


def test_a_missing_file_is_one_line(tmp_path, capsys):
    assert segmentation.main(["ewt", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_differences_are_shown_on_request(tmp_path, capsys):
    file = tmp_path / "dev.conllu"
    file.write_text(EWT.replace("# text = He", "# text = he").replace("\tHe\t", "\the\t"), encoding="utf-8")
    assert segmentation.main(["ewt", str(file), "--show", "5"]) == 0
    assert "missed  \"Don't go, co-op!\" | ' he left'" in capsys.readouterr().out
