import re
import unittest
from pathlib import Path

from .fixtures import VECTORS

SPECS = VECTORS.parent
SOURCES = SPECS / "verifier" / "concordat_verifier"
RULE = (
    r"(?:TREE|NOTE|KEY|ED|COSIG|CKPT|SM2|TWIN|PROOF|SM3P|TILE|HTTP|FOLDER|AUDIT|EXPORT|CT"
    r"|CJSON|JSON|RECORD|SALT|STMT|EVID)-[0-9]+"
)


def documents() -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted(SPECS.glob("*.md"))}


class DocumentTests(unittest.TestCase):
    def test_every_rule_has_one_place(self):
        found = re.findall(rf"\*\*({RULE})\*\*", "".join(documents().values()))
        self.assertGreater(len(found), 80)
        self.assertEqual(sorted(found), sorted(set(found)))

    def test_every_rule_that_is_cited_exists(self):
        defined = set(re.findall(rf"\*\*({RULE})\*\*", "".join(documents().values())))
        texts = documents() | {f.name: f.read_text("utf-8") for f in SOURCES.glob("*.py")}
        texts["openapi.yaml"] = (SPECS / "openapi.yaml").read_text("utf-8")
        for name, text in texts.items():
            with self.subTest(file=name):
                self.assertEqual(set(re.findall(rf"\b{RULE}\b", text)) - defined, set())

    def test_every_must_has_an_id(self):
        # A paragraph or list item with a MUST in it has one of our rules at its head. Words in
        # the preamble that explains the word itself are the exception.
        ours = "tree notes sm2-note-signature twin-note proof-file sm3-proof tiles append"
        ours = (ours + " log-folder audit ct records evidence").split()
        for name in ours:
            for paragraph in documents()[f"{name}.md"].split("\n\n"):
                if "MUST" in paragraph and "RFC 2119" not in paragraph:
                    with self.subTest(file=name, paragraph=paragraph[:60]):
                        self.assertRegex(paragraph, RULE)

    def test_examples_are_out_of_the_vectors(self):
        vectors = "".join(file.read_text("utf-8") for file in VECTORS.glob("*.json"))
        for name, text in documents().items():
            for block in re.findall(r"(?:^    .+\n?)+", text, re.M):
                for value in re.findall(r"[A-Za-z0-9+/]{43}=|[0-9a-f]{64}", block):
                    # r and s in the SM2 document are a signature taken apart.
                    if name == "sm2-note-signature.md" and re.fullmatch("[0-9a-f]{64}", value):
                        continue
                    with self.subTest(file=name, value=value):
                        self.assertIn(value, vectors)


if __name__ == "__main__":
    unittest.main()
