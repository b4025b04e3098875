using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Sessions;

namespace Lanyard.Tests.Credentials.Sessions;

public sealed class SessionStoreTests : IDisposable
{
    private static readonly SessionKey Key = new("key one");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTime _time = new();
    private readonly SessionStore _store;

    public SessionStoreTests() => _store = new SessionStore(Sessions, _time);

    private string Sessions => _folder["cache/sessions"];

    private string FileOfKey => Path.Combine(Sessions, Key.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_session_comes_back_with_everything_it_had()
    {
        var signIn = FileStamp.Of(_folder.Write("token", "t"));
        _store.Keep(Key, Session(TimeSpan.FromHours(1)), signIn);
        var found = _store.Find(Key)!;
        Assert.Equal(("ASIA1", "sk+/=\"", "tok\u00e9n", "111111111111"), (found.Credentials.AccessKeyId, found.Credentials.SecretAccessKey.Reveal(), found.Credentials.SessionToken!.Reveal(), found.Credentials.AccountId));
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(1), found.Credentials.Expiration);
        Assert.Equal(_time.GetUtcNow(), found.Fetched);
        Assert.Equal(signIn, found.SignIn);
    }

    // Minutes the session lasts, and the first whole minute at which it is no longer handed out.
    [Theory]
    [InlineData(60, 45)]
    [InlineData(720, 705)]
    [InlineData(30, 15)]
    [InlineData(15, 8)]
    [InlineData(10, 5)]
    public void A_session_is_handed_out_while_a_quarter_of_an_hour_or_half_its_life_is_left(int lasts, int staleAt)
    {
        _store.Keep(Key, Session(TimeSpan.FromMinutes(lasts)), null);
        _time.Advance(TimeSpan.FromMinutes(staleAt - 1));
        Assert.NotNull(_store.Find(Key));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_store.Find(Key));
    }

    [Fact]
    public void A_session_that_had_ended_when_it_was_kept_is_never_handed_out()
    {
        _store.Keep(Key, Session(TimeSpan.FromMinutes(-1)), null);
        Assert.Null(_store.Find(Key));
    }

    [Fact]
    public void Keys_without_an_end_or_a_token_are_not_written_down()
    {
        _store.Keep(Key, new AwsCredentials("AKIA", new Secret("s")), null);
        _store.Keep(Key, new AwsCredentials("AKIA", new Secret("s"), new Secret("t")), null);
        _store.Keep(Key, new AwsCredentials("AKIA", new Secret("s"), null, _time.GetUtcNow().AddHours(1)), null);
        Assert.False(Directory.Exists(Sessions));
    }

    [Fact]
    public void Signing_out_or_in_again_makes_the_session_a_miss()
    {
        var token = _folder.Write("token", "one");
        Keep();
        Assert.NotNull(_store.Find(Key));
        File.WriteAllText(token, "longer");
        Assert.Null(_store.Find(Key));

        Keep();
        Assert.NotNull(_store.Find(Key));
        File.SetLastWriteTimeUtc(token, File.GetLastWriteTimeUtc(token).AddSeconds(1));
        Assert.Null(_store.Find(Key));

        Keep();
        Assert.NotNull(_store.Find(Key));
        File.Delete(token);
        Assert.Null(_store.Find(Key));

        void Keep() => _store.Keep(Key, Session(TimeSpan.FromHours(1)), FileStamp.Of(token));
    }

    [Fact]
    public void The_file_of_another_key_under_the_same_name_is_a_miss()
    {
        var other = new SessionKey("key two");
        _store.Keep(other, Session(TimeSpan.FromHours(1)), null);
        File.Move(Path.Combine(Sessions, other.FileName), FileOfKey);
        Assert.Null(_store.Find(Key));
    }

    [Fact]
    public void A_file_that_is_cut_short_anywhere_is_a_miss()
    {
        Keep();
        var whole = File.ReadAllBytes(FileOfKey);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FileOfKey, whole[..length]);
            Assert.Null(_store.Find(Key));
        }

        File.WriteAllBytes(FileOfKey, whole);
        Assert.NotNull(_store.Find(Key));
    }

    [Theory]
    [InlineData("version", "2")]
    [InlineData("version", "\"1\"")]
    [InlineData("version", "1.5")]
    [InlineData("accessKeyId", "\"\"")]
    [InlineData("accessKeyId", "null")]
    [InlineData("accessKeyId", "{}")]
    [InlineData("secretAccessKey", "7")]
    [InlineData("secretAccessKey", "\"\\ud800\"")]
    [InlineData("sessionToken", "\"\"")]
    [InlineData("expiration", "\"soon\"")]
    [InlineData("expiration", "\"99999999999999999999999\"")]
    [InlineData("expiration", "\"9223372036854775807\"")]
    [InlineData("expiration", "null")]
    [InlineData("fetched", "\"-9223372036854775808\"")]
    [InlineData("fetched", "null")]
    public void A_file_with_a_spoilt_field_is_a_miss(string field, string value)
    {
        Keep();
        var json = JsonNode.Parse(File.ReadAllText(FileOfKey))!;
        json[field] = "HERE";
        File.WriteAllText(FileOfKey, json.ToJsonString().Replace("\"HERE\"", value, StringComparison.Ordinal));
        Assert.Null(_store.Find(Key));
        Assert.Null(_store.FindUsable(Key));
        _store.Forget(null);
        Assert.False(File.Exists(FileOfKey));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("garbage")]
    [InlineData("{\"a\":{\"version\":1}}")]
    public void A_file_of_something_else_is_a_miss(string text)
    {
        _folder.Write("cache/sessions/" + Key.FileName, text);
        Assert.Null(_store.Find(Key));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_miss()
    {
        Keep();
        var bytes = File.ReadAllBytes(FileOfKey);
        bytes[Encoding.UTF8.GetString(bytes).IndexOf("ASIA1", StringComparison.Ordinal)] = 0xFF;
        File.WriteAllBytes(FileOfKey, bytes);
        Assert.Null(_store.Find(Key));
    }

    [Fact]
    public void Only_the_owner_can_read_a_session()
    {
        Keep();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileOfKey));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Sessions));
        }
    }

    [Fact]
    public void A_folder_that_can_not_be_written_is_no_error()
    {
        // A file in its place: that stops root too, as a read-only home would stop others.
        _folder.Write("cache", "");
        Keep();
        Assert.Null(_store.Find(Key));
        Assert.Null(_store.Forget(null));
    }

    [Fact]
    public void Forgetting_a_sign_in_removes_what_stands_on_it_and_tells_the_last_end()
    {
        var (mine, other) = (FileStamp.Of(_folder.Write("mine", "")), FileStamp.Of(_folder.Write("other", "")));
        _store.Keep(new SessionKey("a"), Session(TimeSpan.FromHours(1)), mine);
        _store.Keep(new SessionKey("b"), Session(TimeSpan.FromHours(3)), mine);
        _store.Keep(new SessionKey("c"), Session(TimeSpan.FromHours(-1)), mine);
        _store.Keep(new SessionKey("d"), Session(TimeSpan.FromHours(9)), other);
        _store.Keep(new SessionKey("e"), Session(TimeSpan.FromHours(9)), null);
        Assert.Equal(_time.GetUtcNow().AddHours(3), _store.Forget(mine.Path));
        Assert.Equal(["d", "e"], Left());
        Assert.Null(_store.Forget(mine.Path));
        Assert.Equal(_time.GetUtcNow().AddHours(9), _store.Forget(null));
        Assert.Empty(Left());

        string[] Left() => [.. new[] { "a", "b", "c", "d", "e" }.Where(k => File.Exists(Path.Combine(Sessions, new SessionKey(k).FileName)))];
    }

    [Fact]
    public void A_stamp_of_a_missing_file_differs_from_that_of_an_empty_one()
    {
        var missing = FileStamp.Of(_folder["t"]);
        Assert.True(missing.IsUnchanged);
        _folder.Write("t", "");
        Assert.False(missing.IsUnchanged);
    }

    private void Keep() => _store.Keep(Key, Session(TimeSpan.FromHours(1)), null);

    private AwsCredentials Session(TimeSpan lasts) =>
        new("ASIA1", new Secret("sk+/=\""), new Secret("tok\u00e9n"), _time.GetUtcNow() + lasts, 111111111111.ToString(CultureInfo.InvariantCulture));
}
