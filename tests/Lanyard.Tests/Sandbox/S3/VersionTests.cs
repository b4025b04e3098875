namespace Lanyard.Tests.Sandbox.S3;

/// <summary>"Working with delete markers" and "Working with objects in a versioning-suspended bucket", Amazon S3 User Guide; the actions of requests that name a version.</summary>
public sealed class VersionTests : IDisposable
{
    private const string Enabled = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    private const string Suspended = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";

    private readonly S3Sandbox _s3 = new();

    [Fact]
    public async Task A_bucket_with_versions_marks_what_was_never_there_as_deleted()
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files?versioning=", Enabled);
        var answer = await _s3.DoAsync(_s3.Admin, "DELETE", "/files/none");
        Assert.Equal("true", answer.Headers.Get("x-amz-delete-marker"));
        Assert.Contains("<DeleteMarker>", (await _s3.DoAsync(_s3.Admin, "GET", "/files?versions=")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_whose_versions_are_suspended_hides_older_ones_behind_a_marker_without_a_version()
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files?versioning=", Enabled);
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "kept");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files?versioning=", Suspended);
        Assert.Equal("null", (await _s3.DoAsync(_s3.Admin, "DELETE", "/files/a")).Headers.Get("x-amz-version-id"));
        Assert.StartsWith("NoSuchKey", await _s3.RefusalAsync(_s3.Admin, "GET", "/files/a"), StringComparison.Ordinal);
        Assert.Equal(2, _s3.Buckets.Find("files")!.Objects["a"].Count);
    }

    [Theory]
    [InlineData("GET", "/files/a?tagging=&versionId=VERSION", "", "s3:GetObjectVersionTagging ")]
    [InlineData("PUT", "/files/a?tagging=&versionId=VERSION", "<Tagging><TagSet/></Tagging>", "s3:PutObjectVersionTagging ")]
    [InlineData("GET", "/files/a?versionId=VERSION", "", "s3:GetObjectVersion ")]
    [InlineData("DELETE", "/files/a?versionId=VERSION", "", "s3:DeleteObjectVersion ")]
    public async Task A_request_about_a_version_has_an_action_of_its_own(string method, string target, string body, string action)
    {
        _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files?versioning=", Enabled);
        var version = (await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "text")).Headers.Get("x-amz-version-id");
        var user = await _s3.UserAsync("s3:GetObject", "s3:GetObjectTagging", "s3:PutObjectTagging", "s3:DeleteObject");
        Assert.Contains(action, await _s3.RefusalAsync(user, method, target.Replace("VERSION", version, StringComparison.Ordinal), body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<VersioningConfiguration><Status>On</Status></VersioningConfiguration>")]
    [InlineData("<Other/>")]
    public async Task A_setting_that_is_none_is_refused(string xml)
    {
        _s3.Make("files");
        Assert.StartsWith("MalformedXML", await _s3.RefusalAsync(_s3.Admin, "PUT", "/files?versioning=", xml), StringComparison.Ordinal);
    }

    // "BucketAlreadyOwnedByYou": "CreateBucket", Amazon S3 API Reference. In us-east-1 the owner's second request is answered as the first, in all other Regions it is an error.
    [Fact]
    public async Task A_bucket_of_us_east_1_may_be_made_again_by_its_owner()
    {
        var bucket = _s3.Make("files");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files/a", "text");
        await _s3.DoAsync(_s3.Admin, "PUT", "/files");
        Assert.NotNull(bucket.Current("a"));
    }

    public void Dispose() => _s3.Dispose();
}
