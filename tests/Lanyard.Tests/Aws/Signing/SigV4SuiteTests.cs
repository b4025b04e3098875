using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Signing;

/// <summary>The whole of AWS's published Signature Version 4 suite, where it is at hand.</summary>
public class SigV4SuiteTests
{
    [Fact]
    public void Every_case_is_signed_as_published() => ForEach(c => c.Signs());

    [Fact]
    public void Every_signed_case_verifies() => ForEach(c => c.Verifies());

    [Fact]
    public void Every_signed_case_is_rejected_after_any_change() => ForEach(c => c.EveryChangeIsRejected());

    [Fact]
    public void A_token_that_was_added_after_signing_is_rejected()
    {
        // The suite allows it for services that want it so; here every x-amz header is a part of the signature.
        string folder = Path.Combine(Conformance.File("sigv4"), "post-sts-token", "post-sts-header-after");
        var sent = RawRequest.Parse(File.ReadAllText(Path.Combine(folder, "post-sts-header-after.sreq"))).ToWire();
        Assert.Equal("'X-Amz-Security-Token' must be a 'SignedHeader' in the AWS Authorization.", SigningCase.Check(sent, default)?.Message);
    }

    private static void ForEach(Action<SigningCase> check)
    {
        var failures = new List<string>();
        int count = 0;
        foreach (string file in Directory.EnumerateFiles(Conformance.File("sigv4"), "*.req", SearchOption.AllDirectories))
        {
            count++;
            var one = Read(file);
            try
            {
                check(one);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                failures.Add($"{one.Name}: {e.Message}");
            }
        }

        Assert.Empty(failures);
        Assert.True(count >= 34, $"{count} cases");
    }

    private static SigningCase Read(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        string Text(string extension) => File.ReadAllText(Path.ChangeExtension(file, extension)).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');
        var signed = new WireHeaders(RawRequest.Parse(Text("sreq")).Headers);
        string canonical = Text("creq");
        string? token = canonical.Contains("x-amz-security-token:", StringComparison.Ordinal) ? signed.Get("X-Amz-Security-Token") : null;
        return new SigningCase(name, RawRequest.Parse(File.ReadAllText(file)), token, canonical, Text("sts"), Text("authz"));
    }
}
