// Which format every recording is recognised as. Formats that others than these read are not spoken of.
#include <algorithm>
#include <array>

#include "imported.h"

namespace braid::import::test {
namespace {

/// The format by where a recording is and how it is called; "" where none of the textual formats reads it.
std::string_view expected_format(const std::filesystem::path& file) {
  const std::string folder = file.parent_path().filename();
  const std::string name = file.filename();
  if (name.ends_with(".jsonl")) return "harness";
  if (folder == "jepsen" && name.ends_with(".log")) return "jepsen";
  if (name.ends_with(".edn") || folder == "porcupine-kv") return "edn";
  if (folder == "auspex") return "auspex";
  if (name.ends_with(".nfsdump.txt")) return "nfsdump";
  if (name.ends_with(".tshark.tsv")) return "tshark-fields";
  if (name.ends_with(".tshark.json")) return "tshark-json";
  if (name.ends_with(".tshark.ek.ndjson")) return "tshark-ek";
  if (name.ends_with(".tshark.txt")) return "tshark-text";
  if (name.ends_with(".tcpdump.txt")) return "tcpdump";
  if (name == "fio.iolog") return "fio-iolog";
  return "";
}

constexpr std::array<std::string_view, 11> kTextual = {
    "harness",     "jepsen",    "edn",         "auspex",  "nfsdump",  "tshark-fields",
    "tshark-json", "tshark-ek", "tshark-text", "tcpdump", "fio-iolog"};

TEST(Recognition, FindsTheFormatOfEveryRecording) {
  BRAID_NEEDS_RECORDINGS();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(recordings())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    Input input = Input::open(entry.path());
    const Format* format = recognise_format(input);
    const std::string_view expected = expected_format(entry.path());
    if (!expected.empty()) {
      ASSERT_NE(format, nullptr) << entry.path();
      EXPECT_EQ(format->name, expected) << entry.path();
    } else if (format != nullptr) {
      EXPECT_EQ(std::count(kTextual.begin(), kTextual.end(), format->name), 0)
          << entry.path() << " " << format->name;
    }
  }
  EXPECT_GT(files, 100U);
}

TEST(Recognition, DoesNotDependOnTheName) {
  BRAID_NEEDS_RECORDINGS();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(recordings())) {
    const std::string_view expected = entry.is_regular_file() ? expected_format(entry.path()) : "";
    if (expected.empty()) continue;
    Input input = Input::from_memory("-", contents(entry.path()));
    const Format* format = recognise_format(input);
    ASSERT_NE(format, nullptr) << entry.path();
    EXPECT_EQ(format->name, expected) << entry.path();
  }
}

TEST(Recognition, TakesNothingForWhatIsNone) {
  for (const std::string_view text : {"", "\n", "{", "[", "(", "{}", "[]", "hello", "1 2 3", "{\"a\":1}",
                                      "\x7f"
                                      "ELF\x02\x01\x01",
                                      "a\tb\tc\n1\t2\t3\n", "# comment\n",
                                      "1795354228.1 openat(AT_FDCWD, \"/f0\", O_RDONLY) = 3 <0.000100>\n",
                                      "[pid 7] 13:37:08.1 read(3, \"client op t0\", 3) = 3\n"}) {
    Input input = Input::from_memory("input", std::string(text));
    const Format* format = recognise_format(input);
    if (format != nullptr) {
      EXPECT_EQ(std::count(kTextual.begin(), kTextual.end(), format->name), 0) << text << " " << format->name;
    }
  }
}

}  // namespace
}  // namespace braid::import::test
