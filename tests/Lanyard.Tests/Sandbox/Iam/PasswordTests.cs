namespace Lanyard.Tests.Sandbox.Iam;

public sealed class PasswordTests : IDisposable
{
    private readonly IamSandbox _iam = new();

    [Fact]
    public async Task A_password_that_alone_differs_is_changed()
    {
        await _iam.DoAsync("CreateUser", ("UserName", "eve"));
        await _iam.DoAsync("CreateLoginProfile", ("UserName", "eve"), ("Password", "First-Word-1!"));
        await _iam.DoAsync("UpdateLoginProfile", ("UserName", "eve"), ("Password", "Other-Word-2!"));
        Assert.Equal("eve", await _iam.AskAsync("UserName", "GetLoginProfile", ("UserName", "eve")));
    }

    public void Dispose() => _iam.Dispose();
}
