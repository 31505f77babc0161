// Damaged traces end in events, counted lines, or one InputError.
#include <random>

#include "braid/tracer/diagnostic.h"
#include "imported.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample =
    R"(5 1795354101.100000 chdir("/d") = 0 <0.000001>
5 1795354101.200000 openat(AT_FDCWD</d>, "a", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 3</d/a> <0.000001>
5 1795354101.300000 clone(child_stack=NULL, flags=CLONE_FILES|SIGCHLD, child_tidptr=0x7 <unfinished ...>
6 1795354101.400000 write(3</d/a>, "a\"\\\17\x0f"..., 500) = 500 <0.000001>
5 1795354101.500000 <... clone resumed>) = 6 <0.000001>
6 1795354101.600000 renameat2(AT_FDCWD</d>, "a", AT_FDCWD</d>, "b/../c", RENAME_EXCHANGE) = 0 <0.000001>
7 1795354101.700000 +++ superseded by execve in pid 6 +++
6 1795354101.800000 rename("/d", "/d/e/f") = 0 <0.000001>
6 1795354101.900000 rename("/d/e", "/d") = 0 <0.000001>
6 1795354102.000000 fcntl(3</d/a>(deleted), F_SETLK, {l_type=F_RDLCK, l_whence=SEEK_CUR, l_start=1, l_len=0}) = 0 <0.000001>
6 1795354102.100000 writev(3, [{iov_base="de", iov_len=2}, {iov_base="f"..., iov_len=9}], 2) = 11 <0.000001>
5 1795354102.200000 copy_file_range(3</d/a>, NULL, 1<pipe:[5]>, [7], 922, 0) = ? ERESTARTSYS (To be restarted) <0.000001>
5 1795354102.300000 stat("/x", {st_mode=S_IFREG|0644, st_size=7, st_mtime=3, st_mtime_nsec=5, ...}) = 0 <0.000001>
5 1795354102.400000 read(3</d/a>,  <unfinished ...>
5 1795354102.500000 --- SIGCHLD {si_signo=SIGCHLD} ---
5 1795354102.600000 <... read resumed> <unfinished ...>) = ?
5 1795354102.700000 +++ killed by SIGKILL +++
)";

/// Imports it, whatever it is; the helper checks that everything is accounted for. Damage may put times out
/// of order, which is not checked here.
void import_damaged(std::string text) {
  std::vector<Input> inputs;
  inputs.push_back(Input::from_memory("damaged.7", std::move(text)));
  inputs.push_back(Input::from_memory("whole.strace", std::string(kSample)));
  Ledger ledger;
  try {
    const auto source = find_format("strace")->open(std::move(inputs), {}, ledger);
    recording::Record record;
    std::uint64_t events = 0;
    while (source->next(record)) ++events;
    EXPECT_EQ(events, ledger.event_count());
    EXPECT_TRUE(ledger.balanced());
  } catch (const InputError&) {
    EXPECT_EQ(ledger.event_count(), 0U);
  }
}

TEST(StraceDamage, EveryTruncationIsRead) {
  for (std::size_t size = 0; size <= kSample.size(); size += 7)
    import_damaged(std::string(kSample.substr(0, size)));
}

TEST(StraceDamage, ChangedBytesAreRead) {
  std::mt19937 random(20261126);
  constexpr std::string_view kBytes = "<>\"\\(){}[],=.:-+ 0123456789axn\n\r\t/#?\x00\xff";
  for (int variant = 0; variant < 400; ++variant) {
    std::string text(kSample);
    for (unsigned changes = 1 + random() % 8; changes > 0; --changes)
      text[random() % text.size()] = kBytes[random() % kBytes.size()];
    import_damaged(std::move(text));
  }
}

TEST(StraceDamage, PiecesInAnyOrderAreRead) {
  std::mt19937 random(7);
  for (int variant = 0; variant < 300; ++variant) {
    std::string text;
    for (int pieces = 0; pieces < 20; ++pieces) {
      const std::size_t from = random() % kSample.size();
      text += kSample.substr(from, random() % 120);
    }
    import_damaged(std::move(text));
  }
}

TEST(StraceDamage, BinaryDataIsCounted) {
  std::mt19937 random(11);
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += static_cast<char>(random());
  import_damaged(std::move(text));
}

TEST(StraceDamage, DeepNestingIsRead) {
  const std::string deep(200'000, '{');
  import_damaged("5 1795354101.100000 stat(\"/x\", " + deep + ") = 0\n");
  std::string path;
  for (int i = 0; i < 100'000; ++i) path += "/a";
  import_damaged("5 1795354101.1 unlink(\"" + path + "\") = 0\n5 1795354101.2 rename(\"/a\", \"/b\") = 0\n");
}

TEST(StraceDamage, AbsurdNumbersAreRead) {
  import_damaged(
      "5 8999999999.999999999 rmdir(\"/a\") = 0 <8999999999.999999999>\n"
      "5 1795354101.1 lseek(3</a>, 9223372036854775807, SEEK_SET) = 9223372036854775807\n"
      "5 1795354101.1 read(3</a>, \"\"..., 18446744073709551615) = 9223372036854775807\n"
      "5 1795354101.1 fcntl(3</a>, F_SETLK, {l_type=F_RDLCK, l_whence=SEEK_CUR, "
      "l_start=-9223372036854775808, "
      "l_len=0}) = 0\n"
      "5 1795354101.1 dup2(3</a>, 9223372036854775807) = 9223372036854775807\n"
      "5 1795354101.1 close_range(4294967295, 3, 0) = 0\n"
      "5 1795354101.1 clone(flags=CLONE_FS) = 9223372036854775807\n"
      "99999999999999999999999 1795354101.1 rmdir(\"/a\") = 0\n"
      "5 99999999999999999999999 rmdir(\"/a\") = 0\n");
}

}  // namespace
}  // namespace braid::import::test
