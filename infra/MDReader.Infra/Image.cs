using Amazon.CDK;
using Amazon.CDK.AWS.ECR;
using Constructs;

namespace MDReader.Infra;

/// <summary>The container image that runs: which one of <see cref="AccountStack"/>'s.</summary>
sealed class Image : Construct
{
    public IRepository Repository { get; }

    /// <summary>The commit that is deployed; the workflow sets it.</summary>
    public CfnParameter Tag { get; }

    public Image(Construct scope)
        : base(scope, "Image")
    {
        Repository = Amazon.CDK.AWS.ECR.Repository.FromRepositoryName(this, "Repository", AccountStack.Images);
        Tag = new CfnParameter(scope, "ImageTag", new CfnParameterProps
        {
            Type = "String",
            Description = "Which image of the repository runs",
            AllowedPattern = "[A-Za-z0-9._-]{1,128}",
            ConstraintDescription = "a tag, such as the commit the workflow built",
        });
    }
}
