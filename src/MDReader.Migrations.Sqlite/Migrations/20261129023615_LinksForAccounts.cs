using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MDReader.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LinksForAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "allows_guests",
                table: "document_links",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "allows_guests",
                table: "document_links");
        }
    }
}
