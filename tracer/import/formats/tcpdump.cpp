// NFS 2 and 3 as tcpdump prints it (-n, with or without -v): `... NFS request xid N LENGTH PROCEDURE ...`,
// `... NFS reply xid N reply ok LENGTH PROCEDURE ...`. A packet is a line, with -v also the indented lines
// behind it.
//
// tcpdump tells only the first message of a segment, and calls version 4's compound getattr.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/printed/hexadecimal.h"
#include "braid/tracer/import/printed/rpc_exchange.h"
#include "braid/tracer/import/printed/tcpdump_packet.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

using printed::Endpoints;
using printed::Message;
using recording::Fields;

constexpr std::string_view kRequest = ": NFS request xid ";
constexpr std::string_view kReply = ": NFS reply xid ";
constexpr std::size_t kMostText = std::size_t{1} << 16;

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

/// `fh Unkno/0A1B` is 0a1b. Takes it.
std::string take_handle(std::string_view& text) {
  std::string_view rest = text;
  if (take_word(rest) != "fh") return "";
  std::string_view word = take_word(rest);
  text = rest;
  const std::size_t slash = word.find('/');
  return printed::plain_hexadecimal(slash == std::string_view::npos ? word : word.substr(slash + 1));
}

/// `"f0"`. Takes it.
std::optional<std::string_view> take_name(std::string_view& text) {
  const std::size_t begin = std::min(text.size(), text.find_first_not_of(' '));
  if (begin == text.size() || text[begin] != '"') return std::nullopt;
  const std::size_t end = text.find('"', begin + 1);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(begin + 1, end - begin - 1);
  text.remove_prefix(end + 1);
  return name;
}

/// `16 (16) bytes @ 48`: the last number before `bytes`, the first behind `@`.
void add_extent(Fields& arguments, std::string_view text) {
  const auto length = take_number<std::uint64_t>(text);
  std::string_view word = take_word(text);
  if (word.starts_with('(')) word = take_word(text);
  if (!length || word != "bytes" || take_word(text) != "@") return;
  if (const auto offset = take_number<std::uint64_t>(text)) arguments.add("offset", *offset);
  arguments.add("length", *length);
}

void add_call(Message& message, std::string_view text) {
  Fields& arguments = message.arguments;
  message.object = take_handle(text);
  if (!message.object.empty()) arguments.add("handle", message.object);
  if (const auto name = take_name(text)) arguments.add("name", *name);
  std::string_view rest = text;
  if (take_word(rest) == "->") {
    const std::string handle = take_handle(rest);
    if (!handle.empty()) arguments.add("to_handle", handle);
    if (const auto name = take_name(rest)) arguments.add("to", *name);
  }
  add_extent(arguments, text);
}

void add_reply(Message& message, std::string_view text) {
  const std::string handle = take_handle(text);
  if (!handle.empty()) message.result.add("handle", handle);
  std::string_view before;
  while (true) {
    const std::string_view word = take_word(text);
    if (word.empty()) return;
    if (before == "sz" && message.result.find("size") == nullptr) {
      if (const auto size = read_number<std::uint64_t>(word)) message.result.add("size", *size);
    } else if (word == "bytes" && message.result.find("value") == nullptr) {
      if (const auto count = read_number<std::uint64_t>(before)) message.result.add("value", *count);
    }
    before = word;
  }
}

/// `ok 120 access ...`, `ok 32 read ERROR: Stale NFS file handle`, `ERR 20: ...`.
void add_outcome(Message& message, std::string_view text) {
  const std::string_view outcome = take_word(text);
  if (outcome != "ok") {
    message.result.add("error", fmt::format("reply {}", outcome));
    return;
  }
  const std::string_view length = take_word(text);
  const std::string_view procedure = take_word(text);
  constexpr std::string_view kError = "ERROR: ";
  const std::size_t error = text.find(kError);
  if (error != std::string_view::npos) {
    message.result.add("error", printed::error_name(text.substr(error + kError.size())));
  } else if (!length.empty() && procedure != "rename") {  // of which the attributes are the folders'
    add_reply(message, text);
  }
}

std::optional<Message> message_of(std::string_view text, recording::Time time, const Endpoints& ends) {
  const std::size_t request = text.find(kRequest);
  const std::size_t reply = text.find(kReply);
  Message message;
  message.reply = request == std::string_view::npos;
  if (message.reply && reply == std::string_view::npos) return std::nullopt;
  text.remove_prefix(message.reply ? reply + kReply.size() : request + kRequest.size());
  const auto xid = take_number<std::uint32_t>(text);
  const std::string_view word = take_word(text);
  if (!xid || word.empty()) return std::nullopt;
  message.time = time;
  message.client = message.reply ? ends.to : ends.from;
  message.server = message.reply ? ends.from : ends.to;
  message.key = fmt::format("{} {} {} {} {}", message.client, message.reply ? ends.to_port : ends.from_port,
                            message.server, message.reply ? ends.from_port : ends.to_port, *xid);
  if (message.reply) {
    add_outcome(message, text);
    return message;
  }
  message.operation = upper(take_word(text));
  if (message.operation.empty()) return std::nullopt;
  message.arguments.add("program", "nfs");
  message.arguments.add("xid", *xid);
  add_call(message, text);
  return message;
}

class TcpdumpSource final : public QueuedSource {
 public:
  TcpdumpSource(Input input, std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : lines_(std::move(input)), source_(source), ledger_(ledger), exchange_(source, options, ledger) {}

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.kind = recording::Kind::messages;
    header.system = "nfs";
    return header;
  }

 protected:
  bool advance() override {
    std::string_view line;
    if (!lines_.next(line)) {
      finish_packet();
      auto record = exchange_.take();
      if (record) emit(std::move(*record));
      return record.has_value();
    }
    ledger_.read_unit();
    if (line.empty()) return true;
    const bool continues = line.front() == ' ' || line.front() == '\t';
    if (continues && begin_ != 0) {
      if (packet_.size() < kMostText) packet_ += line.substr(0, kMostText - packet_.size());
      return true;
    }
    finish_packet();
    packet_ = line.substr(0, kMostText);
    begin_ = lines_.number();
    return true;
  }

 private:
  void finish_packet() {
    if (begin_ == 0) return;
    const std::uint64_t begin = begin_;
    begin_ = 0;
    std::string_view text = packet_;
    const auto time = printed::take_packet_time(text);
    if (!time) return skip("lines that are no packet", begin);
    const auto ends = printed::read_endpoints(text);
    auto message = ends ? message_of(text, *time, *ends) : std::nullopt;
    if (!message) return skip("packets without a message of NFS", begin);
    message->line = begin;
    if (auto record = exchange_.exchange(std::move(*message), packet_)) emit(std::move(*record));
  }

  void skip(std::string_view kind, std::uint64_t line) {
    ledger_.found();
    ledger_.skip(kind, line, packet_, source_);
  }

  LineReader lines_;
  std::uint64_t source_;
  Ledger& ledger_;
  printed::RpcExchange exchange_;
  std::string packet_;
  std::uint64_t begin_ = 0;  ///< the line where the packet begins; 0: there is none
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  std::string_view line = head.substr(0, head.find('\n'));
  if (!printed::take_packet_time(line)) return 0;
  const std::string_view protocol = take_word(line);
  if (protocol != "IP" && protocol != "IP6" && protocol != "ARP,") return 0;
  return head.find(kRequest) != std::string_view::npos || head.find(kReply) != std::string_view::npos ? 90
                                                                                                      : 60;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return open_each<TcpdumpSource>(std::move(inputs), options, ledger);
}

}  // namespace

const Format& tcpdump_format() {
  static const Format format{"tcpdump", "NFS 2 and 3 as tcpdump prints it", recognises, open};
  return format;
}

}  // namespace braid::import
