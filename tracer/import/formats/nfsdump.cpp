// What nfsdump prints (Ellard and Seltzer, "New NFS Tracing Tools and Techniques for System Analysis", LISA
// 2003): a call or a reply of NFS 2 or 3 a line, numbers hexadecimal.
//
// `TIME FROM.PORT TO.PORT T|U C3|R3 XID PROCEDURE NAME ...`; behind a call's name are words and their values,
// behind a reply's `OK` or the status and the same.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/printed/rpc_exchange.h"
#include "braid/tracer/import/printed/rpc_names.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

using printed::Message;
using recording::Fields;

struct Host {
  std::string address;
  std::string port;
};

/// `0a090001.0801`
std::optional<Host> read_host(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point != 8) return std::nullopt;
  const auto address = read_number<std::uint32_t>(text.substr(0, point), 16);
  const auto port = read_number<std::uint16_t>(text.substr(point + 1), 16);
  if (!address || !port) return std::nullopt;
  return Host{fmt::format("{}.{}.{}.{}", *address >> 24, (*address >> 16) & 0xff, (*address >> 8) & 0xff,
                          *address & 0xff),
              std::to_string(*port)};
}

/// `"..."` as it stands; another word without quotes.
std::string_view unquoted(std::string_view word) {
  if (word.size() >= 2 && word.starts_with('"') && word.ends_with('"'))
    return word.substr(1, word.size() - 2);
  return word;
}

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

void add_once(Fields& fields, std::string_view name, recording::Value value) {
  if (fields.find(name) == nullptr) fields.add(name, std::move(value));
}

void add_number(Fields& fields, std::string_view name, std::string_view digits) {
  if (const auto number = read_number<std::uint64_t>(digits, 16)) add_once(fields, name, *number);
}

void add_argument(Message& message, std::string_view word, std::string_view value) {
  Fields& arguments = message.arguments;
  if (word == "fh" && message.object.empty()) {
    message.object = value;
    add_once(arguments, "handle", value);
  } else if (word == "name") {
    add_once(arguments, "name", unquoted(value));
  } else if (word == "name2") {
    add_once(arguments, "to", unquoted(value));
  } else if (word == "fh2") {
    add_once(arguments, "to_handle", value);
  } else if (word == "off") {
    add_number(arguments, "offset", value);
  } else if (word == "count") {
    add_number(arguments, "length", value);
  } else if (word == "stable") {
    add_once(arguments, "stable", value);
  } else if (word == "size") {
    add_number(arguments, "size", value);
  } else if (word == "mode") {
    add_number(arguments, "mode", value);
  }
}

void add_result(Fields& result, std::string_view word, std::string_view value) {
  if (word == "fh") {
    add_once(result, "handle", value);
  } else if (word == "count") {
    add_number(result, "value", value);
  } else if (word == "size") {
    add_number(result, "size", value);
  } else if (word == "fileid") {
    add_number(result, "inode", value);
  } else if (word == "mtime") {
    add_once(result, "mtime", value);
  } else if (word == "eof") {
    add_once(result, "eof", value == "1");
  }
}

struct Line {
  recording::Time time;
  Host from;
  Host to;
  bool call = false;
  std::uint64_t version = 0;
  std::uint64_t xid = 0;
  std::uint64_t procedure = 0;
  std::string_view name;
  std::string_view rest;
};

std::optional<Line> read_line(std::string_view text) {
  Line line;
  const auto time = recording::parse_time(take_word(text));
  const auto from = read_host(take_word(text));
  const auto to = read_host(take_word(text));
  const std::string_view transport = take_word(text);
  const std::string_view kind = take_word(text);
  const auto xid = read_number<std::uint32_t>(take_word(text), 16);
  const auto procedure = read_number<std::uint32_t>(take_word(text), 16);
  line.name = take_word(text);
  const bool known = kind == "C3" || kind == "R3" || kind == "C2" || kind == "R2";
  if (!time || !from || !to || !known || !xid || !procedure || line.name.empty()) return std::nullopt;
  if (transport != "T" && transport != "U") return std::nullopt;
  line.time = *time;
  line.from = *from;
  line.to = *to;
  line.call = kind.front() == 'C';
  line.version = kind.back() == '3' ? 3 : 2;
  line.xid = *xid;
  line.procedure = *procedure;
  line.rest = text;
  return line;
}

Message message_of(Line line) {
  Message message;
  message.time = line.time;
  message.reply = !line.call;
  const Host& client = line.call ? line.from : line.to;
  const Host& server = line.call ? line.to : line.from;
  message.client = client.address;
  message.server = server.address;
  message.key =
      fmt::format("{}.{} {}.{} {}", client.address, client.port, server.address, server.port, line.xid);
  if (line.call) {
    message.operation = upper(line.name);
    message.arguments.add("program", line.version == 3 ? "nfs3" : "nfs2");
    message.arguments.add("xid", line.xid);
  } else {
    const std::string_view status = take_word(line.rest);
    const auto number = read_number<std::uint32_t>(status, 16);
    if (status != "OK" && number && *number != 0) message.result.add("error", printed::nfs3_error(*number));
  }
  while (true) {
    const std::string_view word = take_word(line.rest);
    if (word.empty() || word.find('=') != std::string_view::npos) break;
    const std::string_view value = take_word(line.rest);
    if (line.call) {
      add_argument(message, word, value);
    } else if (message.result.find("error") == nullptr) {
      add_result(message.result, word, value);
    }
  }
  return message;
}

class NfsdumpSource final : public QueuedSource {
 public:
  NfsdumpSource(Input input, std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : lines_(std::move(input)), source_(source), ledger_(ledger), exchange_(source, options, ledger) {}

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.kind = recording::Kind::messages;
    header.system = version_ == 2 ? "nfs2" : "nfs3";
    return header;
  }

 protected:
  bool advance() override {
    std::string_view text;
    if (!lines_.next(text)) {
      auto record = exchange_.take();
      if (record) emit(std::move(*record));
      return record.has_value();
    }
    ledger_.read_unit();
    if (text.find_first_not_of(" \t") == std::string_view::npos) return true;
    const auto line = read_line(text);
    if (!line) {
      ledger_.found();
      ledger_.skip("lines that are no message", lines_.number(), text, source_);
      return true;
    }
    if (version_ == 0) version_ = line->version;
    Message message = message_of(*line);
    message.line = lines_.number();
    if (auto record = exchange_.exchange(std::move(message), text)) emit(std::move(*record));
    return true;
  }

 private:
  LineReader lines_;
  std::uint64_t source_;
  Ledger& ledger_;
  printed::RpcExchange exchange_;
  std::uint64_t version_ = 0;
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  return read_line(head.substr(0, head.find_first_of("\r\n"))) ? 95 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return open_each<NfsdumpSource>(std::move(inputs), options, ledger);
}

}  // namespace

const Format& nfsdump_format() {
  static const Format format{"nfsdump", "NFS 2 and 3 as nfsdump prints it", recognises, open};
  return format;
}

}  // namespace braid::import
