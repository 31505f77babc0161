// The shapes of strace's lines: who, when, and the call.
#include "imported.h"

namespace braid::import::test {
namespace {

Imported of(std::string_view text) {
  return imported_text(text, "strace");
}

TEST(StraceShapes, PidTimeAndDuration) {
  const Imported trace =
      of("196   1795354694.060352 openat(AT_FDCWD</>, \"/m/f1\", O_RDWR) = 4</m/f1> <0.017758>\n"
         "196   1795354694.118699 pread64(4</m/f1>, \"init\", 16, 0) = 4 <0.015585>\n"
         "196   1795354698.126474 +++ exited with 0 +++\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","process":196,"operation":"open","object":"/m/f1","arguments":{"descriptor":4,"flags":"O_RDWR"},"start":"1795354694.060352","end":"1795354694.078110","result":{"value":4},"line":1}
{"actor":"input","process":196,"operation":"read","object":"/m/f1","arguments":{"descriptor":4,"offset":0,"length":16},"start":"1795354694.118699","end":"1795354694.134284","result":{"value":4,"data":"init"},"line":2}
)");
  EXPECT_EQ(trace.skipped(), "exits of processes 1");
  EXPECT_EQ(trace.ledger.units(), 3U);
}

TEST(StraceShapes, WithoutDurationACallEndsByTheNextLine) {
  const Imported trace =
      of("7 1795354694.5 mkdir(\"/a\", 0777)      = 0\n"
         "7 1795354694.75 mkdir(\"/b\", 0777)      = 0\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","process":7,"operation":"mkdir","object":"/a","arguments":{"mode":511},"start":"1795354694.5","end":"1795354694.75","result":{"value":0},"line":1}
{"actor":"input","process":7,"operation":"mkdir","object":"/b","arguments":{"mode":511},"start":"1795354694.75","result":{"value":0},"line":2}
)");
}

TEST(StraceShapes, WholeSecondsAreTooCoarseForDurations) {
  const Imported trace =
      of("13:47:58 rmdir(\"/a\") = 0 <0.000341>\n"
         "13:47:58 rmdir(\"/b\") = -1 ENOTEMPTY (Directory not empty) <0.000002>\n"
         "13:47:59 +++ exited with 0 +++\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","operation":"rmdir","object":"/a","start":"49678","end":"49678","result":{"value":0},"line":1}
{"actor":"input","operation":"rmdir","object":"/b","start":"49678","end":"49679","result":{"error":"ENOTEMPTY"},"line":2}
)");
}

TEST(StraceShapes, TimeOfDayPassesMidnight) {
  const Imported trace =
      of("23:59:59.999999 rmdir(\"/a\") = 0 <0.000002>\n"
         "00:00:00.000007 rmdir(\"/b\") = 0 <0.000001>\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","operation":"rmdir","object":"/a","start":"86399.999999","end":"86400.000001","result":{"value":0},"line":1}
{"actor":"input","operation":"rmdir","object":"/b","start":"86400.000007","end":"86400.000008","result":{"value":0},"line":2}
)");
}

TEST(StraceShapes, RelativeTimesAddressesAndNumbers) {
  const Imported trace = of(
      "18371      0.000000 [ 257] [00007f7c5b091b1d] openat(AT_FDCWD, \"/etc/x\", O_RDONLY|O_CLOEXEC) = 3\n"
      "18371      0.000139 [   3] [00007f7c5b091a07] close(3) = 0\n"
      "18371      0.000237 [ 231] [????????????????] +++ exited with 0 +++\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","process":18371,"operation":"open","object":"/etc/x","arguments":{"descriptor":3,"flags":"O_RDONLY|O_CLOEXEC"},"start":"0.000000","end":"0.000139","result":{"value":3},"line":1}
{"actor":"input","process":18371,"operation":"close","object":"/etc/x","arguments":{"descriptor":3},"start":"0.000139","end":"0.000376","result":{"value":0},"line":2}
)");
}

TEST(StraceShapes, RelativeBesideAbsoluteTimes) {
  const Imported trace = of("1795691214.768622 (+     0.000571) rmdir(\"/a\") = 0 <0.000010>\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","operation":"rmdir","object":"/a","start":"1795691214.768622","end":"1795691214.768632","result":{"value":0},"line":1}
)");
}

TEST(StraceShapes, NanosecondsAndHexadecimalTexts) {
  const Imported trace = of(
      R"(18351 1795355278.327968853 write(3<\x2f\x61>, "\x00\xff", 2) = 2 <0.000012779>
18351 1795355278.327969000 ioctl(0<\x2f\x64\x65\x76\x2f\x6e\x75\x6c\x6c<char 1:3>>, TCGETS, 0x7ffe) = -1 ENOTTY (Inappropriate ioctl for device) <0.000009404>
18351 1795355278.327970000 close(0<\x2f\x64<char 1:3>>) = 0 <0.000009404>
)");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","process":18351,"operation":"close","object":"/d","arguments":{"descriptor":0},"start":"1795355278.327970000","end":"1795355278.327979404","result":{"value":0},"line":3}
{"actor":"input","process":18351,"operation":"write","object":"/a","arguments":{"descriptor":3,"length":2,"data":{"base64":"AP8="}},"start":"1795355278.327968853","end":"1795355278.327981632","result":{"value":2},"line":1}
)");
}

TEST(StraceShapes, SecondsAndMillisecondsOfOneClock) {
  const Imported trace =
      of("1795691214 rmdir(\"/a\") = 0 <0>\n"
         "1795691215 rmdir(\"/b\") = 0 <0.001>\n"
         "1795691216 rmdir(\"/c\") = 0\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","operation":"rmdir","object":"/a","start":"1795691214","end":"1795691215","result":{"value":0},"line":1}
{"actor":"input","operation":"rmdir","object":"/b","start":"1795691215","end":"1795691216","result":{"value":0},"line":2}
{"actor":"input","operation":"rmdir","object":"/c","start":"1795691216","result":{"value":0},"line":3}
)");
}

TEST(StraceShapes, WithoutTimesTheOrderIsTheClock) {
  const Imported trace =
      of("5 rmdir(\"/a\" <unfinished ...>\n"
         "6 rmdir(\"/b\") = 0\n"
         "5 <... rmdir resumed>) = 0\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","process":6,"operation":"rmdir","object":"/b","start":"2","end":"2","result":{"value":0},"line":2}
{"actor":"input","process":5,"operation":"rmdir","object":"/a","start":"1","end":"3","result":{"value":0},"line":1}
)");
  EXPECT_EQ(trace.header.clock, recording::Clock::position);
}

TEST(StraceShapes, CallsOnTwoLinesEndByTheSecond) {
  const Imported trace =
      of("5 1795354694.100000 openat(AT_FDCWD</>, \"/a\", O_RDONLY <unfinished ...>\n"
         "6 1795354694.200000 rmdir(\"/b\") = 0 <0.000100>\n"
         "5 1795354694.300000 <... openat resumed>) = 3</a> <0.150000>\n"
         "5 1795354694.400000 read(3</a>,  <unfinished ...>\n"
         "5 1795354694.500000 <... read resumed> \"old\", 10) = 3\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","process":6,"operation":"rmdir","object":"/b","start":"1795354694.200000","end":"1795354694.200100","result":{"value":0},"line":2}
{"actor":"input","process":5,"operation":"open","object":"/a","arguments":{"descriptor":3,"flags":"O_RDONLY"},"start":"1795354694.100000","end":"1795354694.300000","result":{"value":3},"line":1}
{"actor":"input","process":5,"operation":"read","object":"/a","arguments":{"descriptor":3,"offset":0,"length":10},"start":"1795354694.400000","end":"1795354694.500000","result":{"value":3,"data":"old"},"line":4}
)");
}

TEST(StraceShapes, CallsThatNeverReturnHaveNoEndAndComeLast) {
  const Imported trace =
      of("5 1795354694.1 unlink(\"/a\" <unfinished ...>\n"
         "6 1795354694.2 fsync(3</b> <unfinished ...>\n"
         "7 1795354694.3 rmdir(\"/c\" <detached ...>\n"
         "6 1795354694.4 <... fsync resumed> <unfinished ...>) = ?\n"
         "5 1795354694.5 +++ killed by SIGKILL +++\n"
         "8 1795354694.6 mkdir(\"/d\", 0700) = ?\n"
         "9 1795354694.7 truncate(\"/e\", 5) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n"
         "9 1795354694.8 --- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","process":9,"operation":"truncate","object":"/e","arguments":{"length":5},"start":"1795354694.7","end":"1795354694.8","result":{"error":"ERESTARTSYS"},"line":7}
{"actor":"input","process":5,"operation":"unlink","object":"/a","start":"1795354694.1","line":1}
{"actor":"input","process":6,"operation":"fsync","object":"/b","arguments":{"descriptor":3},"start":"1795354694.2","line":2}
{"actor":"input","process":7,"operation":"rmdir","object":"/c","start":"1795354694.3","line":3}
{"actor":"input","process":8,"operation":"mkdir","object":"/d","arguments":{"mode":448},"start":"1795354694.6","line":6}
)");
  EXPECT_EQ(trace.skipped(), "exits of processes 1, signals 1");
}

TEST(StraceShapes, InjectedErrors) {
  const Imported trace =
      of("5 1795355278.554517 fdatasync(5</d>) = -1 EIO (Input/output error) (INJECTED) <0.000007>\n"
         "5 1795355278.555517 fsync(5</d>) = -1 (errno 530) <0.000007>\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","process":5,"operation":"fsync","object":"/d","arguments":{"descriptor":5},"start":"1795355278.554517","end":"1795355278.554524","result":{"error":"EIO","injected":true},"line":1}
{"actor":"input","process":5,"operation":"fsync","object":"/d","arguments":{"descriptor":5},"start":"1795355278.555517","end":"1795355278.555524","result":{"error":"errno 530"},"line":2}
)");
}

TEST(StraceShapes, PidsBesideStderrAndMessagesInsideLines) {
  const Imported trace = of(
      "10:00:00.000001 chdir(\"/d\") = 0 <0.000001>\n"
      "10:00:00.000010 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLDstrace: Process 12 attached\n"
      ", child_tidptr=0x7fa4079efa10) = 12 <0.000020>\n"
      "[pid    12] 10:00:00.000040 rmdir(\"in\") = 0 <0.000001>\n"
      "[pid    11] 10:00:00.000050 vfork(strace: Process 13 attached\n"
      " <unfinished ...>\n"
      "[pid    13] 10:00:00.000060 rmdir(\"vin\") = 0 <0.000001>\n"
      "[pid    11] 10:00:00.000070 <... vfork resumed>) = 13 <0.000020>\n"
      "[pid    12] 10:00:00.000080 +++ exited with 0 +++\n"
      "[pid 13<vim>] 10:00:00.000090 +++ exited with 0 +++\n"
      "10:00:00.000100 rmdir(\"last\") = 0 <0.000001>\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","operation":"chdir","object":"/d","start":"36000.000001","end":"36000.000002","result":{"value":0},"line":1}
{"actor":"input","process":12,"operation":"rmdir","object":"/d/in","start":"36000.000040","end":"36000.000041","result":{"value":0},"line":4}
{"actor":"input","process":13,"operation":"rmdir","object":"/d/vin","start":"36000.000060","end":"36000.000061","result":{"value":0},"line":7}
{"actor":"input","operation":"rmdir","object":"/d/last","start":"36000.000100","end":"36000.000101","result":{"value":0},"line":11}
)");
  EXPECT_EQ(trace.skipped(),
            "exits of processes 2, messages of strace 2, system calls clone 1, system calls vfork 1");
}

TEST(StraceShapes, EverythingElseIsCounted) {
  const Imported trace =
      of("brk(NULL)                               = 0x55abff91f000\n"
         " > /usr/lib/libc.so.6(__read+0x12) [0x20a07]\n"
         " | 00000  76 6d 0a                                          vm.              |\n"
         "strace: Process 5 detached\n"
         "what is this\n"
         "open(\"/x\n"
         "<... read resumed>\"x\", 1) = 1\n"
         "syscall_0x1b7(0x3) = -1 ENOSYS (Function not implemented)\n"
         "\n"
         "% time     seconds  usecs/call     calls    errors syscall\n"
         "------ ----------- ----------- --------- --------- ----------------\n"
         "  0.00    0.000000           0         2           close\n"
         "100.00    0.000000           0         4           total\n");
  EXPECT_EQ(trace.records.size(), 0U);
  EXPECT_EQ(
      trace.skipped(),
      "empty lines 1, ends of calls whose beginning is missing 1, lines of data dumps 1, lines of stack "
      "traces 1, lines of strace's summary 4, lines that are not strace's 2, messages of strace 1, system "
      "calls brk 1, system calls syscall_0x1b7 1");
  EXPECT_EQ(trace.ledger.found_count(), trace.ledger.units());
}

TEST(StraceShapes, WhatTheProgramPrintsIsNoTime) {
  const Imported trace =
      of("10:00:00.000001 rmdir(\"/a\") = 0 <0.000001>\n"
         "1\n"
         "1795354694.5 apples\n"
         "10:00:00.000005 rmdir(\"/b\") = 0 <0.000001>\n");
  EXPECT_EQ(trace.operations(), "rmdir 2");
  EXPECT_EQ(recording::to_string(*trace.records[1].end), "36000.000006");
  EXPECT_EQ(trace.skipped(), "empty lines 1, lines that are not strace's 1");
}

TEST(StraceShapes, ACallThatIsCutOff) {
  const Imported trace = of("5 1795355278.1 rmdir(\"/a\") = 0 <0.1>\n5 1795355278.3 openat(AT_FDCWD, \"/x");
  EXPECT_EQ(trace.records.size(), 1U);
  EXPECT_EQ(trace.skipped(), "system calls that are cut short 1");
}

TEST(StraceShapes, AnExecOfAThreadGoesOnUnderItsLeader) {
  const Imported trace =
      of("6 1795354694.1 execve(\"/bin/x\", [\"x\"], 0x7ff /* 3 vars */ <unfinished ...>\n"
         "5 1795354694.2 futex(0x7f, FUTEX_WAIT, 2, NULL <unfinished ...>\n"
         "5 1795354694.3 +++ superseded by execve in pid 6 +++\n"
         "5 1795354694.4 <... execve resumed>) = 0 <0.3>\n");
  EXPECT_EQ(
      trace.text(),
      R"({"actor":"input","process":5,"operation":"exec","object":"/bin/x","start":"1795354694.1","end":"1795354694.4","result":{"value":0},"line":1}
)");
  EXPECT_EQ(trace.skipped(), "exits of processes 1, system calls futex 1");
}

TEST(StraceShapes, IsRecognised) {
  for (const std::string_view line :
       {"1795691214 close(3) = 0\n", "close(3)                     = 0\n", "[pid  7] close(3) = 0\n",
        "7<vim> 10:00:00 close(3) = 0 <0.1>\n", "strace: Process 7 attached\n",
        "     0.000139 [   3] [00007f7c5b091a07] close(3) = 0\n"}) {
    Input input = Input::from_memory("x", std::string(line));
    const Format* format = recognise_format(input);
    ASSERT_NE(format, nullptr) << line;
    EXPECT_EQ(format->name, "strace");
  }
  for (const std::string_view line :
       {"fio version 3 iolog\n", "{\"a\":1}\n", "INFO x - 1\t:ok\n", "f(x)\n", ""}) {
    Input input = Input::from_memory("x", std::string(line));
    const Format* format = recognise_format(input);
    EXPECT_TRUE(format == nullptr || format->name != "strace") << line;
  }
}

TEST(StraceShapes, FilesWithAndWithoutTimesDoNotMix) {
  std::vector<Input> inputs;
  inputs.push_back(Input::from_memory("a", "1795691214.5 close(3) = 0\n"));
  inputs.push_back(Input::from_memory("b", "close(3) = 0\n"));
  Ledger ledger;
  EXPECT_THROW((void)find_format("strace")->open(std::move(inputs), {}, ledger), std::exception);
}

}  // namespace
}  // namespace braid::import::test
