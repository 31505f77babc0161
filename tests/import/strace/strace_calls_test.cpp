// What calls become, and what descriptors, folders and names mean.
#include "braid/tracer/recording/ndjson_writer.h"
#include "imported.h"

namespace braid::import::test {
namespace {

/// Lines of process 5, a second each, without the parts of events that do not differ.
Imported of(std::string_view calls, const ImportOptions& options = {}) {
  std::string text;
  int second = 0;
  while (!calls.empty()) {
    const std::string_view line = calls.substr(0, calls.find('\n'));
    calls.remove_prefix(line.size() + 1);
    text += "5 1795354" + std::to_string(100 + second++) + ".000000 " + std::string(line) + " <0.000001>\n";
  }
  return imported_text(text, "strace", options);
}

/// `write /f descriptor=3 offset=0 length=2 data="ab" -> value=2`, by lines.
std::string brief(const Imported& trace) {
  std::string text;
  for (recording::Record record : trace.records) {
    record.start.reset();
    record.end.reset();
    record.line = 0;
    record.process.reset();
    if (record.actor == "input") record.actor = "-";
    std::string line;
    recording::append_event(line, record);
    text += line.substr(1, line.size() - 2) + '\n';
  }
  return text;
}

std::string objects(const Imported& trace) {
  std::string text;
  for (const recording::Record& record : trace.records)
    text += record.actor + ' ' + record.operation + ' ' + record.object + '\n';
  return text;
}

TEST(StraceCalls, OffsetsFollowReadsWritesAndSeeks) {
  EXPECT_EQ(
      brief(of("open(\"/f\", O_RDWR|O_CREAT|O_TRUNC, 0644) = 3\n"
               "write(3, \"abc\", 3) = 3\n"
               "lseek(3, 1, SEEK_SET) = 1\n"
               "read(3, \"bc\", 10) = 2\n"
               "pwrite64(3, \"x\", 1, 40) = 1\n"
               "read(3, \"\", 10) = 0\n"
               "_llseek(3, 0, [41], SEEK_END) = 0\n"
               "writev(3, [{iov_base=\"de\", iov_len=2}, {iov_base=\"f\"..., iov_len=9}], 2) = 11\n"
               "preadv(3, [{iov_base=\"a\", iov_len=1}, {iov_base=\"x\", iov_len=1}], 2, 0) = 2\n"
               "ftruncate(3, 5) = 0\n"
               "fallocate(3, FALLOC_FL_KEEP_SIZE, 0, 100) = 0\n"
               "close(3) = 0\n")),
      R"("actor":"-","operation":"open","object":"/f","arguments":{"descriptor":3,"flags":"O_RDWR|O_CREAT|O_TRUNC","mode":420},"result":{"value":3}
"actor":"-","operation":"write","object":"/f","arguments":{"descriptor":3,"offset":0,"length":3,"data":"abc"},"result":{"value":3}
"actor":"-","operation":"seek","object":"/f","arguments":{"descriptor":3,"offset":1,"flags":"SEEK_SET"},"result":{"value":1}
"actor":"-","operation":"read","object":"/f","arguments":{"descriptor":3,"offset":1,"length":10},"result":{"value":2,"data":"bc"}
"actor":"-","operation":"write","object":"/f","arguments":{"descriptor":3,"offset":40,"length":1,"data":"x"},"result":{"value":1}
"actor":"-","operation":"read","object":"/f","arguments":{"descriptor":3,"offset":3,"length":10},"result":{"value":0,"data":""}
"actor":"-","operation":"seek","object":"/f","arguments":{"descriptor":3,"offset":0,"flags":"SEEK_END"},"result":{"value":41}
"actor":"-","operation":"write","object":"/f","arguments":{"descriptor":3,"offset":41,"length":11,"data":"def","cut":true},"result":{"value":11}
"actor":"-","operation":"read","object":"/f","arguments":{"descriptor":3,"offset":0,"length":2},"result":{"value":2,"data":"ax"}
"actor":"-","operation":"truncate","object":"/f","arguments":{"descriptor":3,"length":5},"result":{"value":0}
"actor":"-","operation":"fallocate","object":"/f","arguments":{"descriptor":3,"offset":0,"length":100,"flags":"FALLOC_FL_KEEP_SIZE"},"result":{"value":0}
"actor":"-","operation":"close","object":"/f","arguments":{"descriptor":3},"result":{"value":0}
)");
}

TEST(StraceCalls, AppendingHasNoOffset) {
  EXPECT_EQ(
      brief(of("creat(\"/f\", 0600) = 4\n"
               "fcntl(4, F_SETFL, O_WRONLY|O_APPEND) = 0\n"
               "write(4, \"a\", 1) = 1\n"
               "write(4, 0x5000, 1) = -1 EFAULT (Bad address)\n"
               "fcntl(4, F_SETFL, O_WRONLY) = 0\n"
               "write(4, \"b\", 1) = 1\n")),
      R"("actor":"-","operation":"open","object":"/f","arguments":{"descriptor":4,"flags":"O_WRONLY|O_CREAT|O_TRUNC","mode":384},"result":{"value":4}
"actor":"-","operation":"append","object":"/f","arguments":{"descriptor":4,"length":1,"data":"a"},"result":{"value":1}
"actor":"-","operation":"append","object":"/f","arguments":{"descriptor":4,"length":1},"result":{"error":"EFAULT"}
"actor":"-","operation":"write","object":"/f","arguments":{"descriptor":4,"length":1,"data":"b"},"result":{"value":1}
)");
}

TEST(StraceCalls, DuplicatesShareTheOffset) {
  EXPECT_EQ(objects(of("open(\"/f\", O_RDONLY) = 3\n"
                       "dup(3) = 4\n"
                       "dup2(4, 10) = 10\n"
                       "dup3(10, 11, O_CLOEXEC) = 11\n"
                       "fcntl(11, F_DUPFD_CLOEXEC, 20) = 20\n"
                       "close(3) = 0\n"
                       "read(20, \"ab\", 2) = 2\n"
                       "close(3) = -1 EBADF (Bad file descriptor)\n")),
            "input open /f\ninput dup /f\ninput dup /f\ninput dup /f\ninput dup /f\ninput close /f\ninput "
            "read /f\n");
  const Imported trace =
      of("open(\"/f\", O_RDONLY) = 3\n"
         "dup2(3, 4) = 4\n"
         "read(3, \"ab\", 2) = 2\n"
         "read(4, \"cd\", 2) = 2\n");
  EXPECT_EQ(trace.records.back().arguments.find("offset")->integer(), 2);
}

TEST(StraceCalls, ExecClosesWhatIsMarked) {
  const Imported trace =
      of("open(\"/a\", O_RDONLY|O_CLOEXEC) = 3\n"
         "open(\"/b\", O_RDONLY) = 4\n"
         "open(\"/c\", O_RDONLY) = 5\n"
         "fcntl(5, F_SETFD, FD_CLOEXEC) = 0\n"
         "execve(\"/bin/x\", [\"x\"], 0x7ffd /* 9 vars */) = 0\n"
         "read(3, \"\", 1) = 0\n"
         "read(4, \"\", 1) = 0\n"
         "read(5, \"\", 1) = 0\n"
         "close_range(3, 4294967295, 0) = 0\n"
         "read(4, \"\", 1) = 0\n");
  EXPECT_EQ(objects(trace),
            "input open /a\ninput open /b\ninput open /c\ninput exec /bin/x\ninput read /b\n");
  EXPECT_EQ(
      trace.skipped(),
      "calls on descriptors whose file is not known 3, system calls close_range 1, system calls fcntl 1");
}

TEST(StraceCalls, FoldersAreFollowed) {
  EXPECT_EQ(objects(of("mkdir(\"here\", 0777) = 0\n"
                       "chdir(\"/a/./b//c/\") = 0\n"
                       "unlink(\"../x\") = 0\n"
                       "open(\"d\", O_RDONLY|O_DIRECTORY) = 3\n"
                       "unlinkat(3, \"y\", 0) = 0\n"
                       "unlinkat(3, \"z\", AT_REMOVEDIR) = 0\n"
                       "fchdir(3) = 0\n"
                       "stat(\".\", {st_mode=S_IFDIR|0755, st_size=4096, ...}) = 0\n"
                       "getcwd(\"/q\", 4096) = 3\n"
                       "access(\"w\", R_OK) = 0\n"
                       "newfstatat(AT_FDCWD</r>, \"w\", 0x7ffe, 0) = -1 ENOENT (No such file or directory)\n"
                       "access(\"../../..\", R_OK) = 0\n")),
            "input mkdir ./here\ninput chdir /a/b/c\ninput unlink /a/b/x\ninput open /a/b/c/d\n"
            "input unlink /a/b/c/d/y\ninput rmdir /a/b/c/d/z\ninput chdir /a/b/c/d\ninput stat /a/b/c/d\n"
            "input access /q/w\ninput stat /r/w\ninput access /\n");
}

TEST(StraceCalls, AFileKeepsItsFirstName) {
  EXPECT_EQ(objects(of("open(\"/t\", O_RDWR|O_CREAT|O_EXCL, 0600) = 3\n"
                       "rename(\"/t\", \"/f\") = 0\n"
                       "read(3, \"\", 1) = 0\n"
                       "open(\"/f\", O_RDONLY) = 4\n"
                       "open(\"/t\", O_RDWR|O_CREAT|O_EXCL, 0600) = 5\n"
                       "unlink(\"/f\") = 0\n"
                       "read(4, \"\", 1) = 0\n"
                       "open(\"/f\", O_RDWR|O_CREAT, 0600) = 6\n"
                       "open(\"/f\", O_RDWR|O_CREAT, 0600) = 7\n"
                       "renameat2(AT_FDCWD, \"/f\", AT_FDCWD, \"/t\", RENAME_EXCHANGE) = 0\n"
                       "stat(\"/t\", 0x1) = 0\n"
                       "stat(\"/f\", 0x1) = 0\n"
                       "link(\"/f\", \"/g\") = 0\n"
                       "unlink(\"/f\") = 0\n"
                       "stat(\"/g\", 0x1) = 0\n")),
            "input open /t\ninput rename /t\ninput read /t\ninput open /t\ninput open /t#2\ninput unlink /t\n"
            "input read /t\ninput open /f#2\ninput open /f#2\ninput rename /f#2\ninput stat /f#2\n"
            "input stat /t#2\ninput link /t#2\ninput unlink /t#2\ninput stat /t#2\n");
}

TEST(StraceCalls, FoldersKeepTheirFirstNames) {
  EXPECT_EQ(objects(of("mkdir(\"/a\", 0777) = 0\n"
                       "open(\"/a/x\", O_RDWR|O_CREAT, 0600) = 3\n"
                       "rename(\"/a\", \"/b\") = 0\n"
                       "stat(\"/b/x\", 0x1) = 0\n"
                       "mkdir(\"/a\", 0777) = 0\n"
                       "open(\"/a/x\", O_RDWR|O_CREAT, 0600) = 4\n"
                       "unlink(\"/b/x\") = 0\n"
                       "rmdir(\"/b\") = 0\n"
                       "stat(\"/b/x\", 0x1) = -1 ENOENT (No such file or directory)\n"
                       "mkdir(\"/b\", 0777) = 0\n"
                       "symlink(\"../y\", \"/b/x\") = 0\n")),
            "input mkdir /a\ninput open /a/x\ninput rename /a\ninput stat /a/x\ninput mkdir /a#2\n"
            "input open /a#2/x\ninput unlink /a/x\ninput rmdir /a\ninput stat /a/x\ninput mkdir /b#2\n"
            "input symlink /b#2/x\n");
}

TEST(StraceCalls, TheNameThatWasGivenIsThereWhereItDiffers) {
  EXPECT_EQ(brief(of("rename(\"/t\", \"/f\") = 0\n"
                     "openat(AT_FDCWD</>, \"/l/f\", O_RDONLY) = 3</f>\n"
                     "chmod(\"/f\", 0100644) = 0\n"
                     "readlink(\"/l\", \"/\", 100) = 1\n")),
            R"("actor":"-","operation":"rename","object":"/t","arguments":{"to":"/f"},"result":{"value":0}
"actor":"-","operation":"open","object":"/t","arguments":{"descriptor":3,"flags":"O_RDONLY","name":"/l/f"},"result":{"value":3}
"actor":"-","operation":"chmod","object":"/t","arguments":{"mode":33188,"name":"/f"},"result":{"value":0}
"actor":"-","operation":"readlink","object":"/l","result":{"value":1,"to":"/"}
)");
}

TEST(StraceCalls, WhatIsToldOfDescriptorsIsTrue) {
  const Imported trace =
      of("read(3</old>, \"\", 1) = 0\n"
         "openat(AT_FDCWD</>, \"f\", O_RDWR|O_CREAT, 0600) = 5</f>\n"
         "unlink(\"/f\") = 0\n"
         "write(5</f>(deleted), \"a\", 1) = 1\n"
         "write(5</.nfs0001>, \"b\", 1) = 1\n"
         "read(5</other>, \"\", 1) = 0\n"
         "read(5<pipe:[14463]>, \"\", 1) = 0\n"
         "read(6<UNIX-STREAM:[1->2, \"/s\\\">\"]>, \"\", 1) = 0\n"
         "read(7<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"\", 1) = 0\n"
         "write(8</memfd:x>(deleted), \"\", 0) = 0\n"
         "write(9</a\\76b\\\\>, \"\", 0) = 0\n");
  EXPECT_EQ(
      objects(trace),
      "input read /old\ninput open /f\ninput unlink /f\ninput write /f\ninput write /f\ninput read /other\n"
      "input write /a>b\\\n");
  EXPECT_EQ(trace.skipped(), "calls on descriptors that are no files 4");
  EXPECT_EQ(trace.ledger.notes().begin()->second, 2U);
}

TEST(StraceCalls, CopiesAreAReadAndAWrite) {
  const Imported trace =
      of("open(\"/a\", O_RDONLY) = 3\n"
         "open(\"/b\", O_WRONLY) = 4\n"
         "copy_file_range(3, NULL, 4, [100], 50, 0) = 7\n"
         "sendfile(4, 3, NULL, 10) = 2\n"
         "sendfile(9<socket:[1]>, 3, [5] => [6], 1) = 1\n"
         "splice(8<pipe:[1]>, NULL, 4, NULL, 3, SPLICE_F_MOVE) = -1 EINVAL (Invalid argument)\n");
  EXPECT_EQ(
      brief(trace),
      R"("actor":"-","operation":"open","object":"/a","arguments":{"descriptor":3,"flags":"O_RDONLY"},"result":{"value":3}
"actor":"-","operation":"open","object":"/b","arguments":{"descriptor":4,"flags":"O_WRONLY"},"result":{"value":4}
"actor":"-","operation":"read","object":"/a","arguments":{"descriptor":3,"offset":0,"length":50,"call":"copy_file_range"},"result":{"value":7}
"actor":"-","operation":"write","object":"/b","arguments":{"descriptor":4,"offset":100,"length":50,"call":"copy_file_range"},"result":{"value":7}
"actor":"-","operation":"read","object":"/a","arguments":{"descriptor":3,"offset":7,"length":10,"call":"sendfile"},"result":{"value":2}
"actor":"-","operation":"write","object":"/b","arguments":{"descriptor":4,"offset":0,"length":10,"call":"sendfile"},"result":{"value":2}
"actor":"-","operation":"read","object":"/a","arguments":{"descriptor":3,"offset":5,"length":1,"call":"sendfile"},"result":{"value":1}
"actor":"-","operation":"write","object":"/b","arguments":{"descriptor":4,"offset":2,"length":3,"call":"splice"},"result":{"error":"EINVAL"}
)");
  EXPECT_EQ(trace.skipped(), "calls on descriptors that are no files 2");
}

TEST(StraceCalls, Locks) {
  EXPECT_EQ(
      brief(of("open(\"/f\", O_RDWR) = 3\n"
               "fcntl(3, F_SETLKW, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=5, l_len=1}) = 0\n"
               "lseek(3, 7, SEEK_SET) = 7\n"
               "fcntl(3, F_OFD_SETLK, {l_type=F_RDLCK, l_whence=SEEK_CUR, l_start=1, l_len=0, l_pid=0}) = 0\n"
               "fcntl(3, F_SETLK, {l_type=F_UNLCK, l_whence=SEEK_END, l_start=-1, l_len=0}) = -1 EAGAIN "
               "(Resource temporarily unavailable)\n"
               "flock(3, LOCK_EX|LOCK_NB) = 0\n"
               "flock(3, LOCK_UN) = 0\n")),
      R"("actor":"-","operation":"open","object":"/f","arguments":{"descriptor":3,"flags":"O_RDWR"},"result":{"value":3}
"actor":"-","operation":"wrlock","object":"/f","arguments":{"descriptor":3,"offset":5,"length":1,"flags":"F_SETLKW"},"result":{"value":0}
"actor":"-","operation":"seek","object":"/f","arguments":{"descriptor":3,"offset":7,"flags":"SEEK_SET"},"result":{"value":7}
"actor":"-","operation":"rdlock","object":"/f","arguments":{"descriptor":3,"offset":8,"length":0,"flags":"F_OFD_SETLK"},"result":{"value":0}
"actor":"-","operation":"unlock","object":"/f","arguments":{"descriptor":3,"whence":"SEEK_END","offset":-1,"length":0,"flags":"F_SETLK"},"result":{"error":"EAGAIN"}
"actor":"-","operation":"wrlock","object":"/f","arguments":{"descriptor":3,"flags":"LOCK_EX|LOCK_NB"},"result":{"value":0}
"actor":"-","operation":"unlock","object":"/f","arguments":{"descriptor":3,"flags":"LOCK_UN"},"result":{"value":0}
)");
}

TEST(StraceCalls, Attributes) {
  EXPECT_EQ(
      brief(of(
          "lstat(\"/f\", {st_dev=makedev(0, 0x1), st_ino=16, st_mode=S_IFREG|S_ISUID|0644, st_size=5, "
          "st_mtime=1795354228 /* 2026-11-22T13:30:28+0000 */, st_mtime_nsec=96000000, ...}) = 0\n"
          "statx(AT_FDCWD, \"/f\", AT_STATX_SYNC_AS_STAT, STATX_ALL, {stx_mask=STATX_BASIC_STATS, "
          "stx_mode=S_IFDIR|0755, stx_ino=7, stx_size=9, stx_mtime={tv_sec=3, tv_nsec=4}, ...}) = 0\n"
          "chown(\"/f\", 0, -1) = 0\n"
          "utimensat(AT_FDCWD, \"/f\", [UTIME_NOW, UTIME_OMIT], 0) = 0\n"
          "getxattr(\"/f\", \"user.a\", \"x\", 10) = 1\n"
          "statfs(\"/f\", 0x7ff) = -1 ENOENT (No such file or directory)\n"
          "openat2(AT_FDCWD, \"/f\", {flags=O_RDONLY|O_CLOEXEC, mode=0, resolve=RESOLVE_BENEATH}, 24) = 3\n"
          "getdents64(3, 0x55 /* 2 entries */, 32768) = 48\n"
          "mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3, 0x1000) = 0x7f616ddce000\n"
          "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f616ddce000\n"
          "sync_file_range(3, 0, 4096, SYNC_FILE_RANGE_WRITE) = 0\n"
          "syncfs(3) = 0\n"
          "open(0x12345, O_RDONLY) = -1 EFAULT (Bad address)\n")),
      R"("actor":"-","operation":"stat","object":"/f","arguments":{"flags":"AT_SYMLINK_NOFOLLOW"},"result":{"value":0,"type":"file","mode":2468,"size":5,"inode":16,"mtime":"1795354228.096000000"}
"actor":"-","operation":"stat","object":"/f","arguments":{"flags":"AT_STATX_SYNC_AS_STAT"},"result":{"value":0,"type":"directory","mode":493,"size":9,"inode":7,"mtime":"3.000000004"}
"actor":"-","operation":"chown","object":"/f","arguments":{"owner":0,"group":-1},"result":{"value":0}
"actor":"-","operation":"utime","object":"/f","arguments":{"times":"[UTIME_NOW, UTIME_OMIT]"},"result":{"value":0}
"actor":"-","operation":"xattr","object":"/f","arguments":{"call":"getxattr","attribute":"user.a"},"result":{"value":1}
"actor":"-","operation":"statfs","object":"/f","result":{"error":"ENOENT"}
"actor":"-","operation":"open","object":"/f","arguments":{"descriptor":3,"flags":"O_RDONLY|O_CLOEXEC","mode":0},"result":{"value":3}
"actor":"-","operation":"readdir","object":"/f","arguments":{"descriptor":3},"result":{"value":48}
"actor":"-","operation":"map","object":"/f","arguments":{"descriptor":3,"offset":4096,"length":4096,"protection":"PROT_READ","flags":"MAP_SHARED"},"result":{"value":140056431747072}
"actor":"-","operation":"fsync","object":"/f","arguments":{"descriptor":3,"offset":0,"length":4096,"flags":"SYNC_FILE_RANGE_WRITE"},"result":{"value":0}
"actor":"-","operation":"sync","object":"/f","arguments":{"descriptor":3},"result":{"value":0}
)");
}

TEST(StraceCalls, NumbersWithAndWithoutNames) {
  const std::string expected =
      R"("actor":"-","operation":"open","object":"/f","arguments":{"descriptor":3,"flags":"FLAGS","mode":384},"result":{"value":3}
"actor":"-","operation":"append","object":"/f","arguments":{"descriptor":3,"length":1,"data":"a"},"result":{"value":1}
"actor":"-","operation":"wrlock","object":"/f","arguments":{"descriptor":3,"offset":5,"length":1,"flags":"LOCK"},"result":{"value":0}
"actor":"-","operation":"dup","object":"/f","arguments":{"descriptor":3},"result":{"value":10}
"actor":"-","operation":"stat","object":"/f","arguments":{"descriptor":10},"result":{"value":0,"type":"file","mode":420,"size":5}
"actor":"-","operation":"rmdir","object":"/d","result":{"value":0}
)";
  const auto with = [&](std::string_view flags, std::string_view lock) {
    std::string text = expected;
    text.replace(text.find("FLAGS"), 5, flags);
    return text.replace(text.find("LOCK"), 4, lock);
  };
  EXPECT_EQ(
      brief(of("open(\"/f\", 0x441 /* O_WRONLY|O_CREAT|O_APPEND */, 0600) = 3\n"
               "write(3, \"a\", 1) = 1\n"
               "fcntl(3, 0x6 /* F_SETLK */, {l_type=0x1 /* F_WRLCK */, l_whence=0 /* SEEK_SET */, l_start=5, "
               "l_len=1}) = 0\n"
               "fcntl(3, 0 /* F_DUPFD */, 10) = 10\n"
               "fstat(10, {st_mode=0100644 /* S_IFREG|0644 */, st_size=5, ...}) = 0\n"
               "unlinkat(-100 /* AT_FDCWD */, \"/d\", 0x200 /* AT_REMOVEDIR */) = 0\n")),
      with("O_WRONLY|O_CREAT|O_APPEND", "F_SETLK"));
  EXPECT_EQ(brief(of("open(\"/f\", 0x441, 0600) = 3\n"
                     "write(3, \"a\", 1) = 1\n"
                     "fcntl(3, 0x6, {l_type=0x1, l_whence=0, l_start=5, l_len=1}) = 0\n"
                     "fcntl(3, 0, 10) = 10\n"
                     "fstat(10, {st_mode=0100644, st_size=5, ...}) = 0\n"
                     "unlinkat(-100, \"/d\", 0x200) = 0\n")),
            with("0x441", "0x6"));
}

TEST(StraceCalls, DataIsKeptToTheLimit) {
  ImportOptions options;
  options.most_data = 2;
  EXPECT_EQ(
      brief(of("write(3</f>, \"abc\", 3) = 3\nwrite(3</f>, \"ab\"..., 30) = 30\n", options)),
      R"("actor":"-","operation":"write","object":"/f","arguments":{"descriptor":3,"length":3,"data":"ab","cut":true,"digest":"44bc2cf5ad770999"},"result":{"value":3}
"actor":"-","operation":"write","object":"/f","arguments":{"descriptor":3,"length":30,"data":"ab","cut":true},"result":{"value":30}
)");
}

TEST(StraceCalls, ClientsAreFoundByTheirFolders) {
  ImportOptions options;
  options.clients = {{"c1", "/mnt/c1"}, {"c2", "/mnt/c2"}, {"in", "/mnt/c2/in"}};
  const Imported trace =
      of("execve(\"./x\", [\"x\"], 0x7 /* 1 var */) = 0\n"
         "open(\"/etc/passwd\", O_RDONLY) = 9\n"
         "read(9, \"root\", 10) = 4\n"
         "open(\"/mnt/c1/f\", O_RDWR|O_CREAT, 0600) = 3\n"
         "rename(\"/mnt/c1/f\", \"/mnt/c1/g\") = 0\n"
         "open(\"/mnt/c2/g\", O_RDONLY) = 4\n"
         "openat(AT_FDCWD</mnt>, \"c10/g\", O_RDONLY) = 5\n"
         "stat(\"/mnt/c1\", 0x7) = 0\n"
         "unlink(\"/mnt/c2/in/g\") = 0\n"
         "rename(\"/mnt/c1/a\", \"/tmp/a\") = -1 EXDEV (Invalid cross-device link)\n"
         "copy_file_range(4, NULL, 9, NULL, 5, 0) = 5\n",
         options);
  EXPECT_EQ(
      brief(trace),
      R"("actor":"c1","operation":"open","object":"/f","arguments":{"descriptor":3,"flags":"O_RDWR|O_CREAT","mode":384},"result":{"value":3}
"actor":"c1","operation":"rename","object":"/f","arguments":{"to":"/g"},"result":{"value":0}
"actor":"c2","operation":"open","object":"/f","arguments":{"descriptor":4,"flags":"O_RDONLY","name":"/g"},"result":{"value":4}
"actor":"c1","operation":"stat","object":"/","result":{"value":0}
"actor":"in","operation":"unlink","object":"/f","arguments":{"name":"/g"},"result":{"value":0}
"actor":"c1","operation":"rename","object":"/a","arguments":{"to":"/tmp/a"},"result":{"error":"EXDEV"}
"actor":"c2","operation":"read","object":"/f","arguments":{"descriptor":4,"offset":0,"length":5,"call":"copy_file_range"},"result":{"value":5}
)");
  EXPECT_EQ(trace.skipped(),
            "calls on paths in a folder that is not known 1, calls outside the clients' folders 4");
}

TEST(StraceCalls, ChildrenHaveWhatTheirParentsHave) {
  const Imported trace = imported_text(
      "5 1795354101.1 chdir(\"/d\") = 0 <0.000001>\n"
      "5 1795354101.2 open(\"a\", O_RDONLY) = 3 <0.000001>\n"
      "5 1795354101.3 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7) = 6 "
      "<0.000001>\n"
      "6 1795354101.4 chdir(\"/e\") = 0 <0.000001>\n"
      "6 1795354101.5 read(3, \"x\", 1) = 1 <0.000001>\n"
      "6 1795354101.6 close(3) = 0 <0.000001>\n"
      "5 1795354101.7 read(3, \"y\", 1) = 1 <0.000001>\n"
      "5 1795354101.8 clone3({flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD}, 88 <unfinished ...>\n"
      "7 1795354101.9 open(\"b\", O_RDONLY) = 4 <0.000001>\n"
      "5 1795354102.0 <... clone3 resumed> => {parent_tid=[7]}) = 7 <0.000001>\n"
      "7 1795354102.1 chdir(\"/f\") = 0 <0.000001>\n"
      "5 1795354102.2 read(4, \"z\", 1) = 1 <0.000001>\n"
      "5 1795354102.3 access(\"c\", R_OK) = 0 <0.000001>\n",
      "strace");
  EXPECT_EQ(
      objects(trace),
      "input chdir /d\ninput open /d/a\ninput chdir /e\ninput read /d/a\ninput close /d/a\ninput read /d/a\n"
      "input open /d/b\ninput chdir /f\ninput read /d/b\ninput access /f/c\n");
  EXPECT_EQ(trace.records[5].arguments.find("offset")->integer(), 1);
}

TEST(StraceCalls, FilesOfOneRunAreOneTrace) {
  std::vector<Input> inputs;
  inputs.push_back(Input::from_memory("run/x.7",
                                      "1795354101.300000 read(3, \"b\", 1) = 1 <0.000001>\n"
                                      "1795354101.400000 rename(\"t\", \"f\") = 0 <0.000001>\n"));
  inputs.push_back(Input::from_memory("run/x.5",
                                      "1795354101.000000 chdir(\"/d\") = 0 <0.000001>\n"
                                      "1795354101.100000 open(\"a\", O_RDONLY) = 3 <0.000001>\n"
                                      "1795354101.200000 vfork() = 7 <0.900000>\n"
                                      "1795354102.500000 stat(\"f\", 0x7) = 0 <0.000001>\n"));
  inputs.push_back(
      Input::from_memory("run/c2.strace", "1795354101.150000 stat(\"f\", 0x7) = 0 <1.500000>\n"));
  const Imported trace = imported(std::move(inputs), "strace");
  EXPECT_EQ(objects(trace),
            "x chdir /d\nx open /d/a\nx read /d/a\nx rename /d/t\nx stat /d/t\nc2 stat ./f\n");
  EXPECT_EQ(trace.records[2].process, 7U);
  EXPECT_EQ(trace.records[2].source, 0U);
  EXPECT_EQ(trace.records[4].process, 5U);
}

}  // namespace
}  // namespace braid::import::test
