// tshark's summaries, a packet a line: `NUMBER TIME SOURCE -> DESTINATION PROTOCOL LENGTH INFO`, of which NFS
// is read. INFO is `V3 READ Call, FH: 0x090e313f Offset: 0 Len: 4096`, `V3 READ Reply (Call In 22) Len: 16`,
// and for version 4 `V4 Call (Reply In 2) ACCESS FH: 0x62d40c52, ...`.
//
// There are no xids: a reply names its call's packet. Handles are hashes, times usually since the first
// packet.
#include <fmt/format.h>

#include <array>
#include <string>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/printed/hexadecimal.h"
#include "braid/tracer/import/printed/rpc_exchange.h"
#include "braid/tracer/import/printed/rpc_names.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

using printed::Message;

struct Summary {
  std::uint64_t number = 0;
  recording::Time time;
  std::string_view from;
  std::string_view to;
  std::string_view protocol;
  std::string_view info;
};

constexpr std::array<std::string_view, 2> kArrows = {"\xe2\x86\x92", "->"};

std::optional<Summary> read_summary(std::string_view line) {
  Summary summary;
  const auto number = take_number<std::uint64_t>(line);
  const auto time = recording::parse_time(take_word(line));
  summary.from = take_word(line);
  if (!number || !time || !is_one_of(take_word(line), kArrows)) return std::nullopt;
  summary.to = take_word(line);
  summary.protocol = take_word(line);
  const auto length = take_number<std::uint64_t>(line);
  if (!length || summary.to.empty()) return std::nullopt;
  summary.number = *number;
  summary.time = *time;
  summary.info = line.substr(std::min(line.size(), line.find_first_not_of(' ')));
  return summary;
}

/// What follows `label` and blanks in `text`, up to the next blank or comma; "" where the label is not there.
std::string_view labelled(std::string_view text, std::string_view label) {
  const std::size_t at = text.find(label);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + label.size());
  std::string_view word = take_word(text);
  if (word.ends_with(',')) word.remove_suffix(1);
  return word;
}

void add_number(recording::Fields& fields, std::string_view name, std::string_view digits) {
  if (const auto number = read_number<std::uint64_t>(digits)) fields.add(name, *number);
}

/// `0x62d40c52/f0`: a folder's handle and a name in it.
void add_entry(Message& message, std::string_view entry, std::string_view name) {
  const std::size_t slash = entry.find('/');
  if (message.object.empty()) {
    message.object = entry.substr(0, slash);
    message.arguments.add("handle", message.object);
  }
  if (slash != std::string_view::npos) message.arguments.add(name, entry.substr(slash + 1));
}

void add_call(Message& message, std::string_view info) {
  const std::size_t to = std::min(info.size(), info.find(" To DH:"));
  const std::string_view folder = labelled(info.substr(0, to), "DH:");
  const std::string_view file = labelled(info, " FH:");
  if (!folder.empty()) add_entry(message, folder, "name");
  if (!folder.empty() && to < info.size()) add_entry(message, labelled(info.substr(to), "DH:"), "to");
  if (folder.empty() && !file.empty()) add_entry(message, file, "name");
  add_number(message.arguments, "offset", labelled(info, "Offset:"));
  add_number(message.arguments, "length", labelled(info, "Len:"));
}

void add_reply(Message& message, std::string_view info) {
  std::string_view error = labelled(info, "Error:");
  if (error.empty()) error = labelled(info, "Status:");
  if (!error.empty()) {
    message.result.add("error", error);
    return;
  }
  const std::string_view handle = labelled(info, " FH:");
  if (!handle.empty()) message.result.add("handle", handle);
  add_number(message.result, "value", labelled(info, "Len:"));
}

/// Of a compound `SEQUENCE | PUTFH | READ`, the first word of each part.
std::vector<std::string> operations(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t bar = text.find(" | ");
    std::string_view part = text.substr(0, bar);
    text.remove_prefix(bar == std::string_view::npos ? text.size() : bar + 3);
    std::string_view word = take_word(part);
    if (word.ends_with(',')) word.remove_suffix(1);
    if (!word.empty()) all.emplace_back(word);
  }
  return all;
}

/// Takes `[RPC retransmission of #1]` and the like.
void pass_over_remarks(std::string_view& info) {
  while (info.starts_with('[')) {
    const std::size_t end = info.find(']');
    if (end == std::string_view::npos) return;
    info.remove_prefix(end + 1);
    info.remove_prefix(std::min(info.size(), info.find_first_not_of(' ')));
  }
}

std::optional<Message> message_of(const Summary& summary) {
  std::string_view info = summary.info;
  pass_over_remarks(info);
  const std::string_view all = info;
  const std::string_view version = take_word(info);
  if (version != "V2" && version != "V3" && version != "V4") return std::nullopt;
  Message message;
  if (version != "V4") message.operation = take_word(info);
  std::string_view kind = take_word(info);
  if (kind.ends_with(',')) kind.remove_suffix(1);
  if (kind != "Call" && kind != "Reply") return std::nullopt;
  message.reply = kind == "Reply";
  message.time = summary.time;
  message.client = message.reply ? summary.to : summary.from;
  message.server = message.reply ? summary.from : summary.to;
  std::string_view call = labelled(all, "(Call In ");
  call = call.substr(0, call.find(')'));
  if (message.reply && call.empty()) return std::nullopt;
  message.key = message.reply ? std::string(call) : std::to_string(summary.number);
  if (version == "V4" && !message.reply) {
    std::string_view compound = info;
    if (compound.find("(Reply In ") < 2)
      compound.remove_prefix(std::min(compound.size(), compound.find(')') + 1));
    message.operation = printed::compound_name(operations(compound));
  }
  message.arguments.add("program", version == "V4" ? "nfs4" : version == "V3" ? "nfs3" : "nfs2");
  if (message.reply) {
    add_reply(message, all);
  } else {
    add_call(message, all);
  }
  return message;
}

class TextSource final : public QueuedSource {
 public:
  TextSource(Input input, std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : lines_(std::move(input)), source_(source), ledger_(ledger), exchange_(source, options, ledger) {}

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.kind = recording::Kind::messages;
    header.system = system_.empty() ? "nfs" : system_;
    return header;
  }

 protected:
  bool advance() override {
    std::string_view line;
    if (!lines_.next(line)) {
      auto record = exchange_.take();
      if (record) emit(std::move(*record));
      return record.has_value();
    }
    ledger_.read_unit();
    if (line.find_first_not_of(" \t") == std::string_view::npos) return true;
    const auto summary = read_summary(line);
    if (!summary) {
      skip("lines that are no packet", line);
      return true;
    }
    auto message = message_of(*summary);
    if (!message) {
      skip(summary->protocol == "NFS" ? "NFS packets without a call or a reply to one"
                                      : "packets of other protocols",
           line);
      return true;
    }
    if (system_.empty()) system_ = *message->arguments.find("program")->text();
    message->line = lines_.number();
    if (auto record = exchange_.exchange(std::move(*message), line)) emit(std::move(*record));
    return true;
  }

 private:
  void skip(std::string_view kind, std::string_view line) {
    ledger_.found();
    ledger_.skip(kind, lines_.number(), line, source_);
  }

  LineReader lines_;
  std::uint64_t source_;
  Ledger& ledger_;
  printed::RpcExchange exchange_;
  std::string system_;
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  return read_summary(head.substr(0, head.find_first_of("\r\n"))) ? 90 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return open_each<TextSource>(std::move(inputs), options, ledger);
}

}  // namespace

const Format& tshark_text_format() {
  static const Format format{"tshark-text", "tshark's summaries, a line a packet, of NFS", recognises, open};
  return format;
}

}  // namespace braid::import
